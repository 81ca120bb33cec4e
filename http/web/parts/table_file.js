// What can be known of a file before it is sent: whether it may be a table. The server knows more, but is not asked.

export const accepted = '.csv,.tsv,.tab,.txt,.xlsx,.xlsm,text/csv,text/tab-separated-values,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const workbook = /^PK\x03\x04[^]*(\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/)/;
const named_workbook = /\.xls[xm]$/i;
const named_table = /\.(csv|tsv|tab)$/i;

/// Files that are none, and what there is to do about them.
const others = [
  [/^\xd0\xcf\x11\xe0/, 'office'],
  [/^(PK\x03\x04|\x1f[\x8b\x9d]|BZh\d|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18)/, 'unpack'],
  [/^(\x89PNG|%PDF|GIF8|\xff\xd8\xff|SQLite format 3|PAR1|bplist0|mozLz40)/, null],
  [/^<(!doctype|html|\?xml|svg)/i, null],
  [/^(\{\s*["}]|\[\s*[[{"\]])/, null],
];

/// null: nothing speaks against it.
export function refusal(beginning, name) {
  if (workbook.test(beginning) || (beginning.startsWith('PK\x03\x04') && named_workbook.test(name))) return null;
  const other = others.find(([sign]) => sign.test(beginning));
  if (!other) return null;
  return other[1] === 'office' ? { text: 'rows.refused.old', sure: true } : { text: 'rows.refused.no_table', advice: other[1] };
}

/// From 0 to 3.
export function seems(beginning, name) {
  if (workbook.test(beginning)) return 3;
  if (named_table.test(name) || named_workbook.test(name)) return 2;
  return /^[^\n\r]*[,;\t|]/.test(beginning) ? 2 : 1;
}

/// A name for the table that such a file brings. What failed goes where it was to go.
export function tableNameOf(name) {
  const plain = name.replace(/\.[^.]*$/, '').replace(/(_failed)+( ?\(\d+\))?$/, '').normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^_+|_+$/g, '');
  return plain.slice(0, 64) || 'rows';
}
