import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { DismissOrder, DismissReport, QuarantinedEvent, ReplayVerdict } from '#schema/quarantine.ts';
import { moment } from './kpi/moment.ts';
import { filterParams, WHERE } from './quarantine-rows.ts';

/** Until people sign in, the dashboard is who acts. */
const BY = 'dashboard';

/** An outcome is never earlier than what it settles, whatever the clocks say. */
const settle = (outcome: 'dismissed' | 'reopened', rows: string) => /* sql */ `
	INSERT INTO quarantine_outcomes (id, at, outcome, action, by, simulated)
	SELECT id, greatest({now:DateTime64(3, 'UTC')}, last_received), '${outcome}', {action:String}, {by:String}, simulated
	FROM quarantine_rows
	WHERE ${rows}`;

const DISMISS_IDS = settle('dismissed', `state = 'open' AND id IN {ids:Array(String)}`);
const DISMISS_FILTER = settle('dismissed', `state = 'open' AND ${WHERE}`);
const REOPEN_IDS = settle('reopened', `state = 'dismissed' AND id IN {ids:Array(String)}`);
const REOPEN_FILTER = settle('reopened', `state = 'dismissed' AND ${WHERE}`);
const REOPEN_ACTION = settle(
	'reopened',
	`state = 'dismissed' AND id IN (SELECT id FROM quarantine_outcomes WHERE action = {undone:String})`
);

const COUNT = /* sql */ `SELECT uniqExact(id) AS events FROM quarantine_outcomes WHERE action = {action:String}`;

/** Puts rejected events aside, or takes them out again. What is settled otherwise stays as it is. */
export async function dismiss(clickhouse: ClickHouseClient, order: DismissOrder): Promise<DismissReport> {
	const { rows, filter, action: undone, undo } = order;
	const action = randomUUID();
	const query = filter
		? undo
			? REOPEN_FILTER
			: DISMISS_FILTER
		: rows
			? undo
				? REOPEN_IDS
				: DISMISS_IDS
			: REOPEN_ACTION;
	const meant = filter ? filterParams(filter) : rows ? { ids: rows } : { undone };
	await clickhouse.command({
		query,
		query_params: { ...meant, now: moment(Date.now()), action, by: BY }
	});
	const counted = await clickhouse.query({
		query: COUNT,
		query_params: { action },
		format: 'JSONEachRow'
	});
	const [{ events = 0 } = {}] = z.array(z.object({ events: z.int() })).parse(await counted.json());
	return { action, events };
}

type Settled = { row: QuarantinedEvent; verdict: ReplayVerdict; edited: boolean };

/** Writes down what replays came to. */
export async function recordReplays(clickhouse: ClickHouseClient, settled: Settled[], action: string) {
	const now = Date.now();
	await clickhouse.insert({
		table: 'quarantine_outcomes',
		format: 'JSONEachRow',
		values: settled.map(({ row, verdict, edited }) => ({
			...verdict,
			at: moment(Math.max(now, Date.parse(row.last_received))),
			action,
			by: BY,
			edited,
			simulated: row.simulated ? 1 : 0
		}))
	});
}
