import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

/** A value of a column as `COPY` reads it in its text format. */
export type CopyText = (value: unknown) => string;

const NULL = '\\N';
const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (text: string) =>
  SPECIAL.test(text) ? text.replace(/[\\\n\r\t]/g, (letter) => ESCAPES[letter] as string) : text;

/** How the values of a column are written. */
export function copyTextOf(column: ColumnMetadata): CopyText {
  const plain = column.isArray ? listText(scalarText(column.type)) : columnText(column.type);
  const transformer = [column.transformer ?? []].flat()[0];
  return (value) => {
    const stored = transformer ? transformer.to(value) : value;
    return stored === null || stored === undefined ? NULL : plain(stored);
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
      return timeText();
    case 'jsonb':
      return (value) => JSON.stringify(value);
    default:
      return String;
  }
}

/** The rows of a block share its time. PostgreSQL takes no sign before a year of more than four digits. */
function timeText(): CopyText {
  let last: unknown = null;
  let text = '';
  return (value) => {
    if (value !== last) {
      text = (value as Date).toISOString().replace(/^\+0?/, '');
      last = value;
    }
    return text;
  };
}

/** A list: `{"one","two"}`. */
const listText =
  (item: CopyText): CopyText =>
  (values) =>
    escaped(`{${(values as unknown[]).map((value) => `"${item(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
