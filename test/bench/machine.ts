import os from 'node:os'
import type pg from 'pg'

export type Machine = {
  cpus: number
  cpu: string
  memoryGb: number
  /** Of this machine when the bench began: others may be using it too. */
  loadAverage: number
  node: string
  postgres: string
  settings: Record<string, string>
  date: string
}

export const describeMachine = async (client: pg.Client): Promise<Machine> => {
  const names = ['shared_buffers', 'work_mem', 'max_wal_size', 'fsync', 'max_parallel_workers_per_gather']
  const { rows } = await client.query<{ name: string; value: string }>(
    'select name, current_setting(name) as value from unnest($1::text[]) name',
    [names],
  )
  const { rows: version } = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )
  return {
    cpus: os.cpus().length,
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    loadAverage: Math.round(os.loadavg()[0]! * 10) / 10,
    node: process.versions.node,
    postgres: version[0]!.version,
    settings: Object.fromEntries(rows.map(({ name, value }) => [name, value])),
    date: new Date().toISOString().slice(0, 10),
  }
}
