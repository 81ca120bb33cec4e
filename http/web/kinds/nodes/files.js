/// Files that may be chosen; what they are called is only a hint.
export const accepted = '.json,.jsonl,.ndjson,.csv,.tsv,.txt,.xml,.gz,.zip,application/json,text/csv,text/plain,application/xml,application/gzip,application/zip';
