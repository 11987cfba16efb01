/* Loops over pdfium's functions, which are handed in by address: a page has thousands of glyphs,
   and to call a function once costs Python more than most of the functions themselves.

   loops.py does the same without this file, and says what the arguments are. */

#include <stddef.h>
#include <stdint.h>

#ifdef _WIN32
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

typedef void *Handle;

PUBLIC int loops_version(void) { return 2; }

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
