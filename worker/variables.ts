/** The Worker's variables and secrets. They are strings; `parseSettings` and `parseTimings` hold the defaults. */
export type Variables = { [name in VariableName]?: string }

export type VariableName =
  | 'ORIGIN'
  | 'EDGE_KEYS'
  | 'SITE'
  | 'SITE_NAME'
  | 'DO_LOCATION'
  | 'FAIL_MODE'
  | 'ADMIN_PATH'
  | 'API_PATH'
  | 'AUTH_PATHS'
  | 'PASS_PATHS'
  | 'TOKEN_COOKIE'
  | 'STREAM_PAGES'
  | 'PARK_LIMIT'
  | TimingName

export type TimingName =
  | 'MEMO_MS'
  | 'MAINT_MEMO_MS'
  | 'AUTHORITY_TIMEOUT_MS'
  | 'AUTHORITY_RETRY_MS'
  | 'STANDBY_MEMO_MS'
  | 'MAX_STANDBY_MS'
  | 'STALE_MS'
  | 'HOLD_MS'
  | 'MAX_LEASE_MS'
