import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

/** A value of a column as `COPY` reads it in its text format. */
export type CopyText = (value: unknown) => string;

const NULL = '\\N';
const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (text: string) =>
  SPECIAL.test(text) ? text.replace(/[\\\n\r\t]/g, (letter) => ESCAPES[letter] as string) : text;

/** How the values of a column are written. Rows that stand together often share a value, which is written out once. */
export function copyTextOf(column: ColumnMetadata): CopyText {
  const plain = column.isArray ? listText(scalarText(column.type)) : columnText(column.type);
  const transformer = [column.transformer ?? []].flat()[0];
  let last: unknown = null;
  let text = NULL;
  return (value) => {
    if (value === last) return text;
    const stored = transformer ? transformer.to(value) : value;
    text = stored === null || stored === undefined ? NULL : plain(stored);
    last = value;
    return text;
  };
}

/** Numbers need no escaping, and make up most of the columns. */
function columnText(type: ColumnMetadata['type']): CopyText {
  const text = scalarText(type);
  return type === 'int' || type === 'bigint' || type === 'numeric' || type === 'timestamptz' || type === 'boolean'
    ? text
    : (value) => escaped(text(value));
}

function scalarText(type: ColumnMetadata['type']): CopyText {
  switch (type) {
    case 'bytea':
      return (value) => `\\x${(value as Buffer).toString('hex')}`;
    case 'timestamptz':
      return timeText;
    case 'jsonb':
      return (value) => JSON.stringify(value);
    default:
      return String;
  }
}

/** PostgreSQL takes no sign before a year of more than four digits. */
const timeText: CopyText = (value) => (value as Date).toISOString().replace(/^\+0?/, '');

/** A list: `{"one","two"}`. */
const listText =
  (item: CopyText): CopyText =>
  (values) =>
    escaped(`{${(values as unknown[]).map((value) => `"${item(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
