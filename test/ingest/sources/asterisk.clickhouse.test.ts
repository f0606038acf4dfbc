import { afterEach, beforeEach, expect, test } from 'vitest';
import { asterisk } from '../../../ingest/sources/asterisk.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { store } from '../../support/events.ts';
import { rowsOf, totalOf } from '../../support/kpi.ts';
import { kpisOf, readWith, shaken } from './support.ts';

let db: TestDatabase;
beforeEach(async () => void (db = await testDatabase()));
afterEach(() => db.drop());

const START = Date.UTC(2026, 0, 5, 9) / 1000;

/** A call that comes in after so many seconds, and what becomes of it: event, seconds in the queue, parameters. */
type Call = { queue?: string; number: string; outcome: [event: string, wait: number, parameters: string][] };

const CALLS: Call[] = [
	...[3, 9, 15, 16, 40].map((wait, index): Call => ({
		number: `4917100${index}`,
		outcome: [
			['CONNECT', wait, `${wait}|9.1|2`],
			['COMPLETEAGENT', wait + 90, `${wait}|90|1`]
		]
	})),
	{ number: '49172', outcome: [['ABANDON', 4, '1|1|4']] },
	{ number: '49173', outcome: [['ABANDON', 31, '1|1|31']] },
	{ number: '49174', outcome: [['EXITEMPTY', 20, '1|1|20']] },
	{ number: '49175', outcome: [['EXITWITHKEY', 25, '1|1|1|25']] },
	{ number: '49176', outcome: [['WITHDRAW', 50, '1|1|50|callback']] },
	{
		number: '49177',
		outcome: [
			['RINGNOANSWER', 5, '5000'],
			['SYSCOMPAT', 7, '']
		]
	},
	{
		number: '49178',
		outcome: [
			['CONNECT', 12, '12|9.1|2'],
			['BLINDTRANSFER', 50, '200|internal|12|38|1']
		]
	}
];

const linesOf = ({ queue = 'sales', number, outcome }: Call, index: number): string[] => {
	const [start, call] = [START + index * 600, `${START + index * 600}.${index}`];
	const agent = (event: string) => (/^(EXIT|ABANDON|WITHDRAW)/.test(event) ? 'NONE' : 'SIP/8007');
	return [
		`${start}|${call}|${queue}|NONE|ENTERQUEUE||${number}|1`,
		...outcome.map(
			([event, wait, rest]) => `${start + wait}|${call}|${queue}|${agent(event)}|${event}|${rest}`
		)
	];
};

const LOG = CALLS.flatMap(linesOf);

/** A call that overflows from one queue to another, and is answered there. */
const OVERFLOW = [
	`${START}|over.1|sales|NONE|ENTERQUEUE||49179|1`,
	`${START + 60}|over.1|sales|NONE|EXITWITHTIMEOUT|1|1|60`,
	`${START + 61}|over.1|desk|NONE|ENTERQUEUE||49179|1`,
	`${START + 70}|over.1|desk|SIP/9001|CONNECT|9|9.9|3`
];

const eventsOf = (lines: readonly string[]) => readWith(asterisk, lines.join('\n')).events;

test('shuffled, doubled and split anyhow: no KPI moves', async () => {
	await store(db.clickhouse, eventsOf(LOG));
	const before = await kpisOf(db.clickhouse);
	for (const seed of [7, 8]) {
		const lines = shaken(LOG, seed);
		await store(db.clickhouse, eventsOf(lines.slice(0, 20)));
		await store(db.clickhouse, eventsOf(lines.slice(20)));
	}
	expect(await kpisOf(db.clickhouse)).toEqual(before);
	expect(before.first_response).toMatchObject({ n: 6 });
});

test('lines that come five days late change the numbers as if they had come in time', async () => {
	const late = (line: string) => line.includes('|CONNECT|') || line.includes('|COMPLETE');
	await store(db.clickhouse, eventsOf(LOG.filter((line) => !late(line))));
	expect(await totalOf(db.clickhouse, 'first_response')).toMatchObject({ n: 0 });
	await store(db.clickhouse, eventsOf(LOG.filter(late)));
	const after = await kpisOf(db.clickhouse);

	const whole = await testDatabase();
	await store(whole.clickhouse, eventsOf(LOG));
	expect(after).toEqual(await kpisOf(whole.clickhouse));
	await whole.drop();
});

test("answered, abandoned and hold times are Asterisk's own", async () => {
	await store(db.clickhouse, eventsOf(LOG));
	// As app_queue.c counts: CONNECT has the hold time; ABANDON, EXITEMPTY, EXITWITHTIMEOUT, WITHDRAW and SYSCOMPAT are
	// abandoned (record_abandoned), EXITWITHKEY is not.
	const fields = LOG.map((line) => line.split('|'));
	const holds = fields.filter(([, , , , event]) => event === 'CONNECT').map((line) => Number(line[5]));
	const abandoned = fields.filter(([, , , , event = '']) =>
		['ABANDON', 'EXITEMPTY', 'EXITWITHTIMEOUT', 'WITHDRAW', 'SYSCOMPAT'].includes(event)
	);
	const waits = abandoned.filter(([, , , , event]) => event === 'ABANDON').map((line) => Number(line[7]));

	expect(await totalOf(db.clickhouse, 'first_response')).toMatchObject({
		n: holds.length,
		sum: holds.reduce((sum, hold) => sum + hold),
		max: Math.max(...holds)
	});
	expect(await totalOf(db.clickhouse, 'service_level', { threshold_s: 15 })).toMatchObject({
		numerator: holds.filter((hold) => hold <= 15).length,
		denominator: holds.length + abandoned.length
	});
	expect(await totalOf(db.clickhouse, 'abandonment')).toMatchObject({
		numerator: abandoned.length,
		denominator: holds.length + abandoned.length,
		short: waits.filter((wait) => wait <= 5).length,
		wait_unknown: 2
	});
});

test('a call answered in the queue it overflows to is one case, answered after both waits', async () => {
	await store(db.clickhouse, eventsOf(OVERFLOW));
	expect(await totalOf(db.clickhouse, 'cases_opened')).toMatchObject({ n: 1 });
	expect(await totalOf(db.clickhouse, 'abandonment')).toMatchObject({ numerator: 0, denominator: 1 });
	expect(await rowsOf(db.clickhouse, 'first_response', { by: 'team' })).toMatchObject([
		{ group: 'sales', value: 70 }
	]);
});

test('who calls again within seven days was not served at the first contact', async () => {
	const again = linesOf({ number: '49171000', outcome: [['CONNECT', 2, '2|9.1|1']] }, 500);
	await store(db.clickhouse, eventsOf(LOG));
	expect(await totalOf(db.clickhouse, 'first_contact_resolution')).toMatchObject({
		numerator: 5,
		denominator: 5
	});
	await store(db.clickhouse, eventsOf(again));
	expect(await totalOf(db.clickhouse, 'first_contact_resolution')).toMatchObject({
		numerator: 4,
		denominator: 5
	});
});
