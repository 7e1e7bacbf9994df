import type { ReactNode } from 'react';

interface DataTableProps {
  caption: string;
  columns: readonly string[];
  /** Columns whose numbers are aligned to the right, by index. */
  numeric?: readonly number[];
  /** Columns of the same width, so that tables below each other line up. */
  isEven?: boolean;
  children: ReactNode;
}

/** A table with a caption for screen readers, which scrolls by itself on narrow screens. */
export function DataTable({ caption, columns, numeric = [], isEven = false, children }: DataTableProps) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard
      tabIndex={0}
      aria-label={caption}
      className="relative overflow-x-auto"
    >
      <table className={`w-full border-collapse text-sm ${isEven ? 'table-fixed' : ''}`}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line">
            {columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={`label-caps whitespace-nowrap px-2.5 py-2.5 first:pl-4 last:pr-4 sm:px-5 sm:first:pl-5 ${isEven ? 'first:w-[34%]' : ''} ${numeric.includes(index) ? 'text-right' : 'text-left'}`}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </section>
  );
}

/** A cell in the table's rhythm. */
export function Cell({ children, isNumeric = false }: { children?: ReactNode; isNumeric?: boolean }) {
  return (
    <td
      className={`px-2.5 py-2.5 align-top first:pl-4 last:pr-4 sm:px-5 sm:first:pl-5 ${isNumeric ? 'tabular sm:whitespace-nowrap text-right' : ''}`}
    >
      {children}
    </td>
  );
}
