import { describe, expect, test } from 'vitest';
import { createColumns, pickFrom, type Issue } from '../../../ingest/replay/cells.ts';
import { Mapping } from '../../../ingest/replay/mapping.ts';
import { planEvents } from '../../../ingest/replay/plan.ts';
import { bindMapping } from '../../../ingest/replay/rules.ts';

type Sheet = { header: string[]; rows: string[][] };

function planOf(input: unknown, { header, rows }: Sheet, unfinished?: Set<string>) {
	const mapping = Mapping.parse({ source: 'desk', case: 'id', zone: 'UTC', ...Object(input) });
	const columns = createColumns();
	const rules = bindMapping(mapping, { zone: 'UTC', columns });
	const pick = pickFrom(header, { columns, nulls: mapping.null });
	const issues: Issue[] = [];
	const plan = planEvents(
		rows.map((fields, index) => ({ number: index + 2, cells: pick(fields) })),
		{ rules, onIssue: (issue) => issues.push(issue), unfinished }
	);
	const events = Array.from({ length: plan.length }, (_, place) => plan.event(place));
	return { plan, events, issues, told: events.map(({ subject, type }) => `${subject} ${type.slice(5)}`) };
}

const clock = { at: { columns: 'at', format: 'HH:mm D/M/YYYY' } };
const day = '1/1/2024';

describe('planEvents', () => {
	test('makes several events of one row, each under its condition and at its own time', () => {
		const { events } = planOf(
			{
				times: {
					opened: clock.at,
					answered: { after: 'opened', plus: 'speed' },
					ended: { after: 'answered', plus: 'talk' }
				},
				data: { team: { const: 'Desk' }, channel: { column: 'by', map: { Tel: 'phone' }, else: 'other' } },
				events: [
					{ type: 'case.opened', at: 'opened' },
					{ type: 'case.responded', at: 'answered', when: { speed: { not: null } } },
					{
						type: 'survey.answered',
						at: 'ended',
						when: { score: { not: null } },
						data: { instrument: { const: 'csat' }, score: { column: 'score', number: true } }
					}
				]
			},
			{
				header: ['id', 'at', 'by', 'speed', 'talk', 'score'],
				rows: [
					['A', `09:00 ${day}`, 'Tel', '30', '00:02:00', '4'],
					['B', `09:01 ${day}`, 'Fax', '', '', '']
				]
			}
		);
		expect(events.map(({ id, time }) => [id, time.slice(11, 19)])).toEqual([
			['A#case.opened', '09:00:00'],
			['A#case.responded', '09:00:30'],
			['B#case.opened', '09:01:00'],
			['A#survey.answered', '09:02:30']
		]);
		expect(events[3]?.data).toEqual({ team: 'Desk', channel: 'phone', instrument: 'csat', score: 4 });
		expect(events[2]?.data).toEqual({ team: 'Desk', channel: 'other' });
	});

	const snapshots = {
		null: ['?'],
		order: ['at', 'version'],
		times: clock,
		events: [
			{ type: 'case.opened', at: 'at' },
			{ type: 'case.assigned', at: 'at', each: ['version'], when: { group: { changed: true, was: null } } },
			{
				type: 'case.transferred',
				at: 'at',
				each: ['version'],
				when: { group: { changed: true, was_not: null } }
			},
			{ type: 'case.responded', at: 'at', when: { state: { not: 'New' } } },
			{
				type: 'case.reopened',
				at: 'at',
				each: ['version'],
				when: { state: { was: ['Done'], not: ['Done'] } }
			},
			{ type: 'case.resolved', at: 'at', each: ['version'], when: { state: 'Done' } }
		]
	};
	const header = ['id', 'version', 'at', 'state', 'group'];

	test('tells only what changed from one snapshot of a case to the next', () => {
		const { told } = planOf(snapshots, {
			header,
			rows: [
				['A', '0', `09:00 ${day}`, 'New', '?'],
				['A', '1', `09:01 ${day}`, 'New', 'G1'],
				['A', '2', `09:02 ${day}`, 'Active', 'G1'],
				['A', '3', `09:03 ${day}`, 'Active', '?'],
				['A', '4', `09:04 ${day}`, 'Active', 'G1'],
				['A', '5', `09:05 ${day}`, 'Done', 'G2'],
				['A', '6', `09:06 ${day}`, 'Active', 'G2'],
				['A', '7', `09:07 ${day}`, 'Done', 'G2']
			]
		});
		expect(told).toEqual([
			'A opened',
			'A assigned', // and not again after a snapshot that does not say
			'A responded',
			'A transferred',
			'A resolved',
			'A reopened',
			'A resolved'
		]);
	});

	test('orders snapshots by the mapping’s order, whatever order they stand in, and breaks ties by it', () => {
		const rows = [
			['A', '2', `09:01 ${day}`, 'Done', 'G2'],
			['A', '0', `09:00 ${day}`, 'New', 'G1'],
			['A', '10', `09:01 ${day}`, 'Active', 'G2'],
			['A', '1', `09:01 ${day}`, 'New', 'G1']
		];
		const { told } = planOf(snapshots, { header, rows });
		expect(told).toEqual([
			'A opened',
			'A assigned',
			'A transferred',
			'A responded',
			'A resolved',
			'A reopened'
		]);
	});

	test('keeps the cases apart', () => {
		const { told } = planOf(snapshots, {
			header,
			rows: [
				['A', '0', `09:00 ${day}`, 'New', 'G1'],
				['B', '0', `09:00 ${day}`, 'New', 'G2']
			]
		});
		expect(told).toEqual(['A opened', 'A assigned', 'B opened', 'B assigned']);
	});

	describe('what only the last row of a case gives', () => {
		const ended = {
			order: ['at', 'version'],
			times: clock,
			events: [
				{ type: 'promise.kept', at: 'at', last: true, when: { sla: 'true' } },
				{ type: 'promise.broken', at: 'at', last: true, when: { sla: 'false' } }
			]
		};
		const sheet = {
			header: ['id', 'version', 'at', 'sla'],
			rows: [
				['A', '10', `09:02 ${day}`, 'false'],
				['B', '0', `09:00 ${day}`, 'false'],
				['A', '9', `09:02 ${day}`, 'true'],
				['A', '0', `09:00 ${day}`, 'true'],
				['B', '1', `09:01 ${day}`, 'true']
			]
		};

		const endsOf = (unfinished?: Set<string>) =>
			planOf(ended, sheet, unfinished).events.map(({ subject, type }) => `${subject} ${type}`);

		test('is told once, of the row that is last by the mapping’s order', () => {
			expect(endsOf()).toEqual(['B promise.kept', 'A promise.broken']);
		});

		test('is not told of a case that goes on where it was not read', () => {
			expect(endsOf(new Set(['A']))).toEqual(['B promise.kept']);
		});
	});

	const simple = { times: clock, events: [{ type: 'case.opened', at: 'at' }] };

	test('puts events in order of their time, ties as the rows stand', () => {
		const rows = [
			['C', `10:00 ${day}`],
			['B', `09:00 ${day}`],
			['D', `10:00 ${day}`],
			['A', `09:00 ${day}`]
		];
		const { told, plan } = planOf(simple, { header: ['id', 'at'], rows });
		expect(told).toEqual(['B opened', 'A opened', 'C opened', 'D opened']);
		expect([0, 1, 2, 3].map(plan.row)).toEqual([3, 5, 2, 4]);
	});

	test('shuffles the same way for the same seed, and loses nothing', () => {
		const rows = Array.from({ length: 50 }, (_, index) => [`C${index}`, `09:00 ${day}`]);
		const { plan, told } = planOf(simple, { header: ['id', 'at'], rows });
		const order = (seed: number) => {
			const shuffled = plan.shuffled(seed);
			return told.map((_, place) => `${shuffled.event(place).subject} opened`);
		};
		expect(order(7)).toEqual(order(7));
		expect(order(7)).not.toEqual(order(8));
		expect(order(7)).not.toEqual(told);
		expect(order(7).sort()).toEqual([...told].sort());
	});

	test('gives the same ids every time, one for each value that tells events of a case apart', () => {
		const mapping = { times: clock, events: [{ type: 'case.recorded', at: 'at', each: ['at', 'version'] }] };
		const sheet = {
			header: ['id', 'version', 'at'],
			rows: [
				['A', '0', `09:00 ${day}`],
				['A', '1', `09:00 ${day}`]
			]
		};
		const ids = () => planOf(mapping, sheet).events.map(({ id }) => id);
		expect(ids()).toEqual([`A#case.recorded#09:00 ${day}#0`, `A#case.recorded#09:00 ${day}#1`]);
		expect(ids()).toEqual(ids());
	});

	test('takes a time no earlier than those it must not precede', () => {
		const { events } = planOf(
			{
				times: { ...clock, asked: { columns: 'day', format: 'D/M/YYYY', not_before: ['at'] } },
				events: [{ type: 'case.opened', at: 'asked' }]
			},
			{
				header: ['id', 'at', 'day'],
				rows: [
					['A', `09:00 ${day}`, day],
					['B', `09:00 ${day}`, '2/1/2024']
				]
			}
		);
		expect(events.map(({ time }) => time.slice(0, 16))).toEqual(['2024-01-01T09:00', '2024-01-02T00:00']);
	});

	test('names the row and the column when an event has no time, and goes on', () => {
		const { told, issues } = planOf(simple, {
			header: ['id', 'at'],
			rows: [
				['A', ''],
				['B', `09:00 ${day}`]
			]
		});
		expect(told).toEqual(['B opened']);
		expect(issues).toEqual([{ row: 2, column: 'at', why: 'is empty, but it gives the time "at"' }]);
	});
});
