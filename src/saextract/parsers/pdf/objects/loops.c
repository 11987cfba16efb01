/* Loops over pdfium's functions, which are handed in by address: a page has thousands of glyphs,
   and to call a function once costs Python more than most of the functions themselves. And what
   is done with all glyphs of a page: their text objects, and the pieces that words are made of.

   textlayer.py, text.py and loops.py do the same without this file, and say what the arguments
   are. Nothing is allocated here: all arrays have room for as many items as there are glyphs. */

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

typedef void *Handle;

PUBLIC int loops_version(void) { return 3; }

PUBLIC void each_int(int (*function)(Handle), const Handle *things, ptrdiff_t count, int32_t *out) {
    for (ptrdiff_t i = 0; i < count; i++)
        out[i] = function(things[i]);
}

PUBLIC void each_handle(Handle (*function)(Handle), const Handle *things, ptrdiff_t count,
                        Handle *out) {
    for (ptrdiff_t i = 0; i < count; i++)
        out[i] = function(things[i]);
}

PUBLIC void each_member(Handle (*function)(Handle, int), const Handle *owners,
                        const int32_t *places, ptrdiff_t count, Handle *out) {
    for (ptrdiff_t i = 0; i < count; i++)
        out[i] = function(owners[i], places[i]);
}

PUBLIC void each_record(int (*function)(Handle, int, void *), Handle owner, const int32_t *places,
                        ptrdiff_t count, ptrdiff_t row, char *out) {
    for (ptrdiff_t i = 0; i < count; i++, out += row)
        function(owner, places[i], out);
}

PUBLIC void each_row(int (*function)(Handle, void *), const Handle *things, ptrdiff_t count,
                     ptrdiff_t row, char *out) {
    for (ptrdiff_t i = 0; i < count; i++, out += row)
        function(things[i], out);
}

PUBLIC void each_pair(int (*function)(Handle, void *, void *), const Handle *things,
                      ptrdiff_t count, ptrdiff_t row, char *out) {
    for (ptrdiff_t i = 0; i < count; i++, out += row)
        function(things[i], out, out + 4);
}

PUBLIC void each_four(int (*function)(Handle, void *, void *, void *, void *),
                      const Handle *things, ptrdiff_t count, ptrdiff_t row, char *out) {
    for (ptrdiff_t i = 0; i < count; i++, out += row)
        function(things[i], out, out + 4, out + 8, out + 12);
}

/* ---------------------------------------------------------------- glyphs */

typedef struct {
    Handle (*object)(Handle, int);
    int (*box)(Handle, int, void *);
    int (*matrix)(Handle, int, void *);
    Handle (*font)(Handle);
    int (*size)(Handle, void *);
    int (*mode)(Handle);
    int (*colour)(Handle, void *, void *, void *, void *);
    int (*mcid)(Handle);
} Questions;

typedef struct {
    uint64_t address, font;
    double left, right;
    float matrix[6], size;
    uint32_t colour[4];
    int32_t mode, mcid, first;
} TextObject;

_Static_assert(sizeof(TextObject) == 88, "loops.py has the same fields");

static int by_address(const void *one, const void *two) {
    const TextObject *a = one, *b = two;
    if (a->address != b->address)
        return a->address < b->address ? -1 : 1;
    return a->first < b->first ? -1 : 1;
}

/* Finds the object of each glyph; white space between two glyphs of one object belongs to it. */
static void find_objects(const Questions *ask, Handle text, ptrdiff_t count, const uint8_t *blank,
                         uint64_t *handles) {
    ptrdiff_t before = -1, end;
    for (ptrdiff_t i = 0; i < count; i++)
        handles[i] = blank[i] ? 0 : (uint64_t)(uintptr_t)ask->object(text, (int)i);
    for (ptrdiff_t i = 0; i < count; i = end) {
        for (end = i; end < count && blank[end];)
            end++;
        if (end == i) {
            before = end++;
            continue;
        }
        int inner = before >= 0 && end < count && handles[before] == handles[end];
        for (; i < end; i++)
            handles[i] = inner && handles[before] ? handles[before]
                                                  : (uint64_t)(uintptr_t)ask->object(text, (int)i);
    }
}

static ptrdiff_t place_of(const TextObject *objects, ptrdiff_t count, uint64_t address) {
    ptrdiff_t low = 0, high = count;
    while (low < high) {
        ptrdiff_t middle = (low + high) / 2;
        if (objects[middle].address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Lists the objects by address, each with its first glyph; `owner` has handles, then places. */
static ptrdiff_t list_objects(ptrdiff_t count, int64_t *owner, TextObject *objects) {
    ptrdiff_t runs = 0, found = 0, place = -1;
    uint64_t last = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        uint64_t handle = (uint64_t)owner[i];
        if (handle && (!i || handle != last)) {
            objects[runs].address = handle;
            objects[runs++].first = (int32_t)i;
        }
        last = handle;
    }
    qsort(objects, (size_t)runs, sizeof *objects, by_address);
    for (ptrdiff_t i = 0; i < runs; i++)
        if (!found || objects[i].address != objects[found - 1].address)
            objects[found++] = objects[i];
    last = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        uint64_t handle = (uint64_t)owner[i];
        if (handle != last)
            place = handle ? place_of(objects, found, handle) : -1;
        owner[i] = place;
        last = handle;
    }
    return found;
}

PUBLIC ptrdiff_t read_text(const Questions *ask, Handle text, ptrdiff_t count,
                           const uint8_t *blank, double shift, int64_t *owner, double *x0,
                           double *x1, TextObject *objects) {
    find_objects(ask, text, count, blank, (uint64_t *)owner);
    ptrdiff_t found = list_objects(count, owner, objects);
    for (ptrdiff_t i = 0; i < found; i++) {
        TextObject *object = &objects[i];
        Handle thing = (Handle)(uintptr_t)object->address;
        uint32_t *colour = object->colour;
        memset(object->matrix, 0, sizeof object->matrix);
        object->size = 0;
        colour[0] = colour[1] = colour[2] = 0;
        colour[3] = 255;
        object->left = INFINITY;
        object->right = -INFINITY;
        ask->matrix(text, object->first, object->matrix);
        ask->size(thing, &object->size);
        ask->colour(thing, colour, colour + 1, colour + 2, colour + 3);
        object->font = (uint64_t)(uintptr_t)ask->font(thing);
        object->mode = ask->mode(thing);
        object->mcid = ask->mcid ? ask->mcid(thing) : -1;
    }
    float box[4] = {0};
    for (ptrdiff_t i = 0; i < count; i++) {
        int64_t mine = owner[i];
        int edge = !i || i == count - 1 || owner[i - 1] != mine || owner[i + 1] != mine;
        if (!i || !blank[i] || (edge && mine >= 0)) {
            memset(box, 0, sizeof box);
            ask->box(text, (int)i, box);
        }
        x0[i] = (double)box[0] + shift;
        x1[i] = (double)box[2] + shift;
        if (mine >= 0) {
            objects[mine].left = fmin(objects[mine].left, x0[i]);
            objects[mine].right = fmax(objects[mine].right, x1[i]);
        }
    }
    return found;
}

/* ---------------------------------------------------------------- pieces of words */

typedef struct {
    double gap, gap_with_space, adjoining, doubled, band, same_line, touching, overlap, spaced;
} Limits;

typedef struct {
    const int64_t *codes, *owner;
    const double *x0, *x1, *baseline;
    const uint8_t *seen;
    ptrdiff_t count;
} Glyphs;

typedef struct {
    const uint8_t *kinds; /* of each code, the last one of all from there on */
    const double *size;   /* the rest is of each object */
    const uint8_t *upright, *bold;
    const double *rules; /* x, top, bottom of each */
    ptrdiff_t rule_count;
} Setting;

typedef struct {
    double x0, x1, baseline, size;
    int32_t start, end, owner, line;
} Piece;

_Static_assert(sizeof(Piece) == 48, "loops.py has the same fields");

enum { HYPHEN = 1, SPACE, NOTHING };
enum { MAY_BE_DOUBLED = 1, MAY_BE_JOINED = 2 };
enum { LAST_KIND = 0xFFFF, MOST_BACK = 32 };

static int in_order(double one, double two) {
    if (one == two || (isnan(one) && isnan(two)))
        return 0;
    return one < two || isnan(two) ? -1 : 1;
}

static int by_baseline(const void *one, const void *two) {
    const Piece *a = one, *b = two;
    int order = in_order(a->baseline, b->baseline);
    return order ? order : (a->start < b->start ? -1 : 1);
}

static int by_line(const void *one, const void *two) {
    const Piece *a = one, *b = two;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    int order = in_order(a->x0, b->x0);
    return order ? order : by_baseline(one, two);
}

/* Sorts what, mostly, is in order already. */
static void sort(Piece *pieces, ptrdiff_t count, int (*order)(const void *, const void *)) {
    for (ptrdiff_t i = 1; i < count; i++)
        if (order(&pieces[i - 1], &pieces[i]) > 0) {
            qsort(pieces, (size_t)count, sizeof *pieces, order);
            return;
        }
}

static int is_ruled(const Setting *on, double left, double right, double middle) {
    const double *rule = on->rules;
    for (ptrdiff_t i = 0; i < on->rule_count; i++, rule += 3)
        if (left < rule[0] && right > rule[0] && middle > rule[1] && middle < rule[2])
            return 1;
    return 0;
}

static int is_separator(uint32_t letter) { return letter == '/' || letter == '|' || letter == '\\'; }

/* Whether a word ends between two glyphs, `space` if white space stands between them. */
static int is_break(const Glyphs *of, const Setting *on, const Limits *limit, ptrdiff_t a,
                    ptrdiff_t b, int space) {
    double one = on->size[of->owner[a]], two = on->size[of->owner[b]];
    double smaller = two < one ? two : one, larger = two < one ? one : two;
    double white = of->x0[b] - of->x1[a], gap = white / smaller;
    int broken = fabs(of->baseline[b] - of->baseline[a]) > 0.1 * smaller ||
                 gap > (space ? limit->gap_with_space : limit->gap) || gap < -0.5 ||
                 larger > 1.3 * smaller;
    if (of->x0[b] - of->x0[a] == 0 && of->owner[a] == of->owner[b])
        broken = 0;
    return broken || (!(fabs(white) <= limit->adjoining * two) &&
                      is_ruled(on, (of->x0[a] + of->x1[a]) / 2, (of->x0[b] + of->x1[b]) / 2,
                               of->baseline[a] - 0.3 * one));
}

static int is_again(const Glyphs *of, const Setting *on, const Limits *limit, ptrdiff_t a,
                    ptrdiff_t b) {
    double near = limit->doubled * on->size[of->owner[b]];
    return of->codes[a] == of->codes[b] && of->owner[a] != of->owner[b] &&
           fabs(of->x0[b] - of->x0[a]) < near && fabs(of->baseline[b] - of->baseline[a]) < near;
}

static ptrdiff_t part(const Glyphs *of, const Setting *on, const Limits *limit, uint32_t *letters,
                      Piece *pieces) {
    ptrdiff_t found = 0, kept = 0, last = -1, before = -1;
    double opened = 0;
    int space = 0;
    for (ptrdiff_t i = 0; i < of->count; i++) {
        int64_t code = of->codes[i], mine = of->owner[i];
        int kind = on->kinds[code >= 0 && code < LAST_KIND ? code : LAST_KIND];
        space |= kind == SPACE;
        if (kind == SPACE || kind == NOTHING || mine < 0 || !of->seen[i] || !on->upright[mine])
            continue;
        int again = last >= 0 && is_again(of, on, limit, last, i);
        last = i;
        if (again)
            continue;
        uint32_t letter = kind == HYPHEN ? '-' : (uint32_t)code;
        int broken = before < 0 || is_break(of, on, limit, before, i, space);
        if (!broken && on->bold[mine] != on->bold[of->owner[before]])
            broken = is_separator(letter) || is_separator(letters[kept - 1]);
        letters[kept++] = letter;
        before = i;
        space = 0;
        if (broken) {
            opened = of->x1[i];
            pieces[found++] = (Piece){of->x0[i], opened, of->baseline[i], on->size[mine],
                                      (int32_t)(kept - 1), 0, (int32_t)mine, 0};
        }
        pieces[found - 1].x1 = fmax(opened, of->x1[i]);
        pieces[found - 1].end = (int32_t)kept;
    }
    return found;
}

/* Whether equal pieces may stand at about the same place. Pieces come by baseline; those no further
   apart than they reach are one band (here in `line`), and go through it from left to right. */
static int may_be_doubled(Piece *pieces, ptrdiff_t count, const uint32_t *letters,
                          const Limits *limit) {
    double reach = 0;
    int32_t band = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        if (!isfinite(pieces[i].x0 + pieces[i].baseline))
            return 1;
        for (int32_t k = pieces[i].start; k < pieces[i].end; k++)
            if (letters[k] >= 0xD800) /* surrogates and ligatures, whose text is another */
                return 1;
        reach = fmax(reach, pieces[i].size);
    }
    reach = fmin(limit->doubled * reach, limit->band);
    for (ptrdiff_t i = 0; i < count; i++) {
        band += i && pieces[i].baseline - pieces[i - 1].baseline >= reach;
        pieces[i].line = band;
    }
    sort(pieces, count, by_line);
    for (ptrdiff_t i = 1; i < count; i++) {
        const Piece *one = &pieces[i];
        size_t length = (size_t)(one->end - one->start) * sizeof *letters;
        for (ptrdiff_t k = i - 1; k >= 0; k--) {
            const Piece *two = &pieces[k];
            if (two->line != one->line || one->x0 - two->x0 >= reach)
                break;
            if (i - k > MOST_BACK ||
                (one->end - one->start == two->end - two->start &&
                 !memcmp(letters + one->start, letters + two->start, length)))
                return 1;
        }
    }
    return 0;
}

/* Puts pieces that come by baseline into lines from left to right. */
static void to_lines(Piece *pieces, ptrdiff_t count, const Limits *limit) {
    double anchor = -INFINITY;
    int32_t line = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        if (!(pieces[i].baseline - anchor <= limit->same_line * pieces[i].size)) {
            line++;
            anchor = pieces[i].baseline;
        }
        pieces[i].line = line;
    }
    sort(pieces, count, by_line);
}

/* Whether pieces of a line may be parts of one word: they touch, or many are single letters. */
static int may_be_joined(const Piece *pieces, ptrdiff_t count, const Limits *limit) {
    int single = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        const Piece *two = &pieces[i], *one = i ? two - 1 : two;
        double size = two->size, gap = two->x0 - one->x1;
        int follows = i && fabs(two->baseline - one->baseline) <= 0.1 * size &&
                      fabs(two->size - one->size) <= 0.1 * size && gap <= 1.5 * size;
        if (follows && gap >= -limit->overlap * size && gap <= limit->touching * size)
            return 1;
        single = (follows ? single : 0) + (two->end - two->start == 1);
        if (single >= limit->spaced)
            return 1;
    }
    return 0;
}

PUBLIC ptrdiff_t make_pieces(const Glyphs *of, const Setting *on, const Limits *limit,
                             uint32_t *letters, Piece *pieces, int32_t *doubts) {
    ptrdiff_t count = part(of, on, limit, letters, pieces);
    sort(pieces, count, by_baseline);
    *doubts = 0;
    if (may_be_doubled(pieces, count, letters, limit))
        *doubts |= MAY_BE_DOUBLED;
    sort(pieces, count, by_baseline);
    to_lines(pieces, count, limit);
    if (may_be_joined(pieces, count, limit))
        *doubts |= MAY_BE_JOINED;
    return count;
}
