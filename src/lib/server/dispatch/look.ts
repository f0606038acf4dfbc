import { z } from 'zod';
import { Flag } from '#schema/row.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { Notice } from '#schema/notification.ts';
import { AHEAD_MS } from '../feeds/actions.ts';
import { moment } from '../kpi/moment.ts';
import { askLedger } from '../settled/ledger.ts';
import type { Settler } from '../settled/settler.ts';
import type { Outbox } from './outbox.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What was noticed later than this is written down, and nobody is woken by it. */
const TOLD_WITHIN_MS = DAY_MS;
/** Now and then what came in very late is looked for as well. */
const FAR_EVERY_MS = HOUR_MS;
const FAR_MS = 7 * DAY_MS;
/** What was new longer ago has been looked at, time and again. */
const NEW_MS = HOUR_MS / 3;

const Breach = z.object({
	...Notice.omit({ about: true }).shape,
	simulated: Flag,
	acknowledged_at: z.string().nullable(),
	escalated_at: z.string().nullable(),
	/** Nobody had acted 15 minutes after it broke. */
	unattended: Flag
});
type Breach = z.infer<typeof Breach>;

type Options = {
	clickhouse: ClickHouseClient;
	zone: string;
	settler?: Settler | undefined;
	outbox: Outbox;
	now: () => number;
};

const noticeOf = (about: 'breach' | 'escalation', breach: Breach): Notice =>
	Notice.parse({ ...breach, about });

/**
 * Looks what broke and what nobody acted upon: escalates, and decides who is told. All of it can be done again: a promise is escalated
 * once, by its name, and told of once, by the outbox. Rejects when ClickHouse cannot be reached; the next look does it then.
 */
export function createLook({ clickhouse, zone, settler, outbox, now }: Options) {
	let lookedFar = -Infinity;

	async function breaches(from: number, since: number, at: number): Promise<Breach[]> {
		const ask = { view: 'breaches' as const, from, since, to: at + AHEAD_MS, asOf: at };
		return z.array(Breach).parse(await askLedger(clickhouse, ask, { zone, settler }));
	}

	async function escalate(found: readonly Breach[], at: number) {
		if (found.length === 0) return;
		await clickhouse.insert({
			table: 'breach_escalations',
			format: 'JSONEachRow',
			values: found.map(({ promise_id, breach_at, simulated }) => ({
				breach: promise_id,
				simulated: simulated ? 1 : 0,
				breach_at,
				escalated_at: moment(at)
			}))
		});
	}

	/** Resolves with how many were escalated. */
	return async (): Promise<number> => {
		const at = now();
		const far = at - lookedFar >= FAR_EVERY_MS;
		const back = far ? Math.min(outbox.lookedAt() - DAY_MS, at - FAR_MS) : at - DAY_MS;
		const from = Math.max(outbox.began(), back);
		const found = await breaches(from, far ? from : at - NEW_MS, at);
		const late = found.filter(({ unattended, escalated_at }) => unattended && escalated_at === null);
		await escalate(late, at);
		const told = found.filter(
			({ simulated, acknowledged_at, breach_at }) =>
				!simulated && acknowledged_at === null && at - Date.parse(breach_at) <= TOLD_WITHIN_MS
		);
		outbox.decide(
			'breach',
			told.map((breach) => noticeOf('breach', breach))
		);
		outbox.decide(
			'escalation',
			told.filter(({ unattended }) => unattended).map((breach) => noticeOf('escalation', breach))
		);
		outbox.looked(at);
		if (far) {
			outbox.clean();
			lookedFar = at;
		}
		return late.length;
	};
}
