/** A name as PostgreSQL reads it literally. Every name in generated SQL goes through here. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A table's name with its PostgreSQL schema. */
export const qualify = (schema: string | undefined, table: string): string =>
  `${quote(schema ?? 'public')}.${quote(table)}`

/** A constant as a SQL literal; only for names of ours that stand in generated SQL. */
export const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`
