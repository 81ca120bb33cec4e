/// Files that may be chosen; what they are called is only a hint.
export const accepted = '.json,.jsonl,.ndjson,.csv,.tsv,.txt,.xml,.gz,.zip,application/json,text/csv,text/plain,application/xml,application/gzip,application/zip';

/// How much a file looks like one of URLs, from 0 to 3.
export function seems(beginning, name) {
  if (/^([{[]|<(\?xml|urlset|sitemapindex)|https?:\/\/)/i.test(beginning)) return 3;
  // A column of them.
  if (/^[^\n\r]*(^|[,;|"\t])\s*(url|loc|link|href|address|adresse|lien)\s*([,;|"\t\n\r]|$)/i.test(beginning)) return 3;
  if (/^\x1f\x8b/.test(beginning) || /\.(xml|jsonl?|ndjson|zip)$/i.test(name)) return 2;
  return 0;
}
