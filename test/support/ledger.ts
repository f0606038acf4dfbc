import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

type Promised = {
	metric: string;
	threshold_s: number | null;
	team?: string;
	channel?: string;
	tier?: string;
	clock?: 'calendar' | 'business';
	calendar?: string;
	valid_from?: string;
	valid_to?: string;
};

let file = Date.now();

/** Puts a standard in force beside the others, or in the place of the one it has the key of: a new standards file. */
export async function promise(clickhouse: ClickHouseClient, standard: Promised) {
	const row = {
		team: '',
		channel: '',
		tier: '',
		valid_from: '1990-01-01T00:00:00Z',
		...standard,
		file: ++file
	};
	await clickhouse.command({
		query: `INSERT INTO standards
			SELECT * REPLACE ({file:UInt64} AS file)
			FROM (SELECT * FROM standards FINAL WHERE file = (SELECT max(file) FROM standards_files))
			WHERE (metric, team, channel, tier, valid_from) !=
				({metric:String}, {team:String}, {channel:String}, {tier:String}, parseDateTime64BestEffort({valid_from:String}))`,
		query_params: row
	});
	await clickhouse.insert({
		table: 'standards',
		values: [row],
		format: 'JSONEachRow',
		clickhouse_settings: { date_time_input_format: 'best_effort' }
	});
	await clickhouse.insert({ table: 'standards_files', values: [{ file }], format: 'JSONEachRow' });
}

/** Forgets what `promise` put in force: the defaults hold again. */
export const forgetPromises = (clickhouse: ClickHouseClient) =>
	clickhouse.command({ query: 'TRUNCATE TABLE standards_files' });

const Row = z.object({
	promise_id: z.string(),
	case_id: z.string(),
	metric: z.string(),
	team: z.string(),
	agent: z.string(),
	owner: z.string(),
	channel: z.string(),
	tier: z.string(),
	topic: z.string(),
	made_at: z.string(),
	due_at: z.string(),
	done_at: z.string().nullable(),
	said_broken_at: z.string().nullable(),
	breach_at: z.string().nullable(),
	threshold_s: z.number().nullable(),
	kept: z.int()
});

/** A time as the tests write it: 2026-01-05T09:00:00. */
const written = (value: unknown, key: string) =>
	key.endsWith('_at') && typeof value === 'string'
		? new Date(value).toISOString().replace(/(\.000)?Z$/, '')
		: value;

/** The ledger of what falls due from 2026 to 2027, in order of due time. */
export async function ledgerOf(clickhouse: ClickHouseClient) {
	const result = await clickhouse.query({
		query: `SELECT *
			FROM promises(from = '2026-01-01 00:00:00', to = '2028-01-01 00:00:00', teams = [], channels = [])
			ORDER BY due_at, made_at, case_id, metric`,
		format: 'JSONEachRow'
	});
	const rows = await result.json<Record<string, unknown>>();
	return rows.map((row) =>
		Row.parse(Object.fromEntries(Object.entries(row).map(([key, value]) => [key, written(value, key)])))
	);
}
