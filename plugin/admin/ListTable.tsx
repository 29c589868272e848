import type { ReactNode } from 'react'

export type Column<Row> = {
  key: string
  label: string
  cell: (row: Row) => ReactNode
  /** Also has room on a narrow screen. Of the others, `meta` says the essence there. */
  isNarrow?: boolean
}

type Props<Row> = {
  caption: string
  columns: Column<Row>[]
  rows: Row[]
  keyOf: (row: Row) => string
  /** Below the first cell, on narrow screens only. */
  meta: (row: Row) => ReactNode
  isLoading?: boolean
}

/** A table in Payload's looks that folds its minor columns into the first one on narrow screens. */
export const ListTable = <Row,>({ caption, columns, rows, keyOf, meta, isLoading }: Props<Row>) => (
  <div aria-busy={isLoading} className="table migration-table">
    <table>
      <caption className="migration-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th className={classOf(column, index)} key={column.key} scope="col">
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column, index) => (
              <td className={classOf(column, index)} key={column.key}>
                {column.cell(row)}
                {index === 0 && <div className="migration-table__meta">{meta(row)}</div>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

const classOf = <Row,>({ key, isNarrow }: Column<Row>, index: number): string =>
  `cell-${key}${index === 0 || isNarrow ? '' : ' migration-table__wide'}`
