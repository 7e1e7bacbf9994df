import type { ReactNode } from 'react';

interface DataTableProps {
  caption: string;
  columns: readonly string[];
  /** Columns whose numbers are aligned to the right, by index. */
  numeric?: readonly number[];
  children: ReactNode;
}

/** A table with a caption for screen readers, which scrolls by itself on narrow screens. */
export function DataTable({ caption, columns, numeric = [], children }: DataTableProps) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard
      tabIndex={0}
      aria-label={caption}
      className="overflow-x-auto"
    >
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line">
            {columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={`label-caps whitespace-nowrap px-4 py-2.5 sm:px-5 ${numeric.includes(index) ? 'text-right' : 'text-left'}`}
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
    <td className={`px-4 py-2.5 align-top sm:px-5 ${isNumeric ? 'tabular whitespace-nowrap text-right' : ''}`}>
      {children}
    </td>
  );
}
