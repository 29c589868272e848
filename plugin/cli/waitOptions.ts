export const waitOptions = { wait: { type: 'string' } } as const

/** How long a command waits for the end of a promotion, unless told otherwise. */
export const waitSeconds = 3600
