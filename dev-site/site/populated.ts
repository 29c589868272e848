/** A relation's document; undefined when it is empty, was not populated, or is not there for this reader. */
export const populated = <T extends object>(relation: T | number | string | null | undefined): T | undefined =>
  typeof relation === 'object' && relation !== null ? relation : undefined
