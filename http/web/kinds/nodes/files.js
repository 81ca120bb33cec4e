/// Files that may be chosen; what they are called is only a hint.
export const accepted = '.json,.jsonl,.ndjson,.csv,.tsv,.xml,.gz,.zip,application/json,text/csv,application/xml,application/gzip,application/zip';
