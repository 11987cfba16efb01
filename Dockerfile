# saextract with OCR and LibreOffice:
#   docker build -t saextract .
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/work" saextract ingest documents
# --user lets it write into the folder, which is the user's; review needs a browser on the same
# machine and is run without a container.
FROM python:3.12-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui \
    && rm -rf /var/lib/apt/lists/*
COPY pyproject.toml hatch_build.py README.md LICENSE /src/
COPY src /src/src
RUN pip install --no-cache-dir "/src[ocr]" && rm -rf /src
RUN useradd --create-home saextract
USER saextract
WORKDIR /work
ENTRYPOINT ["saextract"]
