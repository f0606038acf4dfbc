import { beforeAll, expect, test } from 'vitest';
import { check } from './checker/check.ts';
import type { Counts, Row } from './checker/evidence.ts';
import { createFindings } from './checker/findings.ts';
import { judgeKpis } from './checker/judge-kpis.ts';
import { perfectWorld, type World } from './perfect-world.ts';

// A checker that finds nothing proves nothing until it has found everything that was hidden from it on purpose.

let world: World;
beforeAll(() => void (world = perfectWorld()));

/** A copy to be corrupted. */
const copy = (): World => structuredClone(world);
const rules = async (evidence: World) => (await check(evidence)).findings.map(({ rule }) => rule);

test('finds nothing where nothing went wrong, and has looked at everything', async () => {
	const { findings, ...looked } = await check(copy());
	expect(findings).toEqual([]);
	expect(looked).toMatchObject({ events: world.ledger.events.length, acked: world.ledger.events.length });
	expect(looked.stored + looked.bad).toBe(looked.events);
	expect(looked.accepted + looked.duplicates + looked.rejected).toBe(looked.deliveries);
	expect(looked.bad).toBeGreaterThan(3);
	expect(looked.duplicates).toBeGreaterThan(50);
});

/** The first of some rows of which something holds. */
function first<T>(list: readonly T[], which: (one: T) => unknown = () => true): T {
	const found = list.find(which);
	if (found === undefined) throw new Error('the perfect world holds no such thing');
	return found;
}
const drop = <T>(list: T[], one: T) => list.splice(list.indexOf(one), 1);
const says = (name: string) => (row: Row) => row[name] !== '' && row[name] !== null;
const steps = (row: Row) => row.steps as Row[];
const bad = ({ ledger }: World) => first(ledger.events, ({ refusal }) => refusal);

type Ack = {
	ack: number;
	accepted: number;
	duplicates: number;
	rejected: { index: number; reason: string; path: string; detail: string }[];
	credit: number;
};
const heard = ({ ledger }: World) =>
	ledger.log.flatMap((entry) => (entry.what === 'heard' ? [{ entry, ack: entry.message as Ack }] : []));
/** The first answer of which something holds. */
const answer = (world: World, which: (ack: Ack) => unknown = () => true) =>
	first(heard(world), ({ ack }) => which(ack));
const counted = ({ counts }: World): Counts => first(counts);
/** Two events of different customers. */
function twoCustomers({ events }: World): [Row, Row] {
	const one = first(events, says('customer'));
	return [one, first(events, (row) => row.customer !== '' && row.customer !== one.customer)];
}

const CORRUPTIONS: [string, string, (world: World) => unknown][] = [
	['an acknowledged event that is not stored', 'acked_but_lost', ({ events }) => events.pop()],
	[
		'a whole frame that was acknowledged and is not stored',
		'acked_but_lost',
		({ events }) => events.splice(1_000, 40)
	],
	[
		'an event nobody sent',
		'stored_but_never_sent',
		({ events }) => events.push({ ...first(events), id: 'from nowhere' })
	],
	[
		'an event stored under another source',
		'stored_but_never_sent',
		({ events }) => (first(events).source = 'acme/other')
	],
	[
		'a refused event that is stored all the same',
		'bad_event_stored',
		(world) => world.events.push({ ...first(world.events), source: bad(world).source, id: bad(world).id })
	],
	[
		'a field that was changed on its way',
		'stored_otherwise_than_sent',
		({ events }) => (first(events, says('team')).team = 'Team 99')
	],
	[
		'a field that was lost',
		'stored_otherwise_than_sent',
		({ events }) => (first(events, says('topic')).topic = '')
	],
	[
		'a time that moved by a millisecond',
		'stored_otherwise_than_sent',
		({ events }) => {
			const row = first(events);
			row.time = new Date(Date.parse(String(row.time)) + 1).toISOString();
		}
	],
	[
		'a null that became a zero',
		'stored_otherwise_than_sent',
		({ events }) => (first(events, ({ score }) => score === null).score = 0)
	],
	[
		'a default that turned over',
		'stored_otherwise_than_sent',
		({ events }) => (first(events).wait_known = false)
	],
	[
		'a character that did not survive its encoding',
		'stored_otherwise_than_sent',
		({ events }) =>
			(first(events, ({ resolution }) => /👍/u.test(String(resolution))).resolution = '服务很好 ??')
	],
	[
		'a second delivery that differs from the first',
		'stored_otherwise_than_sent',
		({ events }) => events.push({ ...first(events, says('agent')), agent: 'somebody else' })
	],
	[
		'attributes that were lost',
		'stored_otherwise_than_sent',
		({ events }) =>
			(first(events, ({ attributes }) => Object.keys(attributes as Row).length > 0).attributes = {})
	],
	[
		'a customer stored under their own key',
		'customer_key_stored',
		({ events }) => {
			const row = first(events, says('customer'));
			row.customer = Buffer.from(String(row.customer).slice(1), 'hex').toString();
		}
	],
	[
		'a customer who became another one after a restart',
		'customer_has_two_pseudonyms',
		({ events }) => {
			const often = first(
				events,
				({ customer }) => customer !== '' && events.filter((row) => row.customer === customer).length > 1
			);
			often.customer = 'p-of-another-key';
		}
	],
	[
		'two customers under one pseudonym',
		'pseudonym_of_two_customers',
		(world) => {
			const [one, other] = twoCustomers(world);
			other.customer = one.customer;
		}
	],
	[
		'a customer who was forgotten',
		'customer_wrong',
		({ events }) => (first(events, says('customer')).customer = '')
	],
	[
		'a time of reception outside the campaign',
		'received_at_wrong',
		({ events }) => (first(events).received_at = '1970-01-01T00:00:00Z')
	],
	[
		'an event counted twice among the events',
		'events_counted_otherwise',
		(world) => (world.counted_once += 1)
	],
	[
		'a step that stands twice in its case, a little different',
		'step_twice',
		({ cases }) => {
			const row = first(cases);
			steps(row).push({ ...first(steps(row)), agent: 'twice' });
		}
	],
	['a step that is missing in its case', 'step_lost', ({ cases }) => steps(first(cases)).pop()],
	[
		'a step nobody sent',
		'step_never_sent',
		({ cases }) => steps(first(cases)).push({ ...first(steps(first(cases))), id: 'from nowhere' })
	],
	[
		'a step in the wrong case',
		'step_never_sent',
		({ cases }) => steps(first(cases)).push(first(steps(cases.at(-1) ?? {})))
	],
	[
		'a step that was changed',
		'step_otherwise_than_sent',
		({ cases }) => (first(steps(first(cases))).type = 'case.closed')
	],
	['a case that is missing', 'case_lost', ({ cases }) => cases.pop()],
	[
		'a case nobody sent',
		'case_never_sent',
		({ cases }) => cases.push({ ...first(cases), case_id: 'from nowhere' })
	],
	['a case in two rows', 'case_twice', ({ cases }) => cases.push(first(cases))],
	['a case by which it will not be found', 'case_facts_wrong', ({ cases }) => (first(cases).facts = 0)],
	[
		'a case whose span is too short',
		'case_span_wrong',
		({ cases }) => {
			const row = first(cases, (row) => row.first_time !== row.last_time);
			row.last_time = row.first_time;
		}
	],
	[
		'a watermark that stands still',
		'source_span_wrong',
		({ sources }) => {
			first(sources).last_time = first(sources).first_time;
		}
	],
	['a source that is missing', 'source_lost', ({ sources }) => sources.pop()],
	[
		'an activity counted twice',
		'activity_twice_or_never_sent',
		({ activity }) => activity.push(first(activity))
	],
	['an activity that is missing', 'activity_lost', ({ activity }) => activity.pop()],
	[
		'a customer who left, kept as active',
		'activity_otherwise_than_sent',
		({ activity }) => {
			first(activity, ({ active }) => active === 0).active = 1;
		}
	],
	['a rejected event that was not kept', 'rejected_but_not_kept', ({ quarantine }) => quarantine.pop()],
	[
		'a good event in quarantine',
		'good_event_in_quarantine',
		({ quarantine, events }) =>
			quarantine.push({ ...first(quarantine), source: first(events).source, id: first(events).id })
	],
	[
		'a rejected event kept for another reason',
		'quarantined_for_another_reason',
		({ quarantine }) => (first(quarantine).path = 'data.other')
	],
	[
		'a rejected event kept twice',
		'quarantined_twice',
		({ quarantine }) => quarantine.push(first(quarantine))
	],
	[
		'a customer kept in quarantine under their own key',
		'customer_key_in_quarantine',
		({ quarantine, ledger }) => {
			const named = first(ledger.events, ({ refusal, text }) => refusal && text.includes('"customer":"'));
			first(quarantine, ({ id }) => id === named.id).event = named.text;
		}
	],
	['an answer to the wrong frame', 'answer_out_of_order', (world) => (answer(world).ack.ack += 2)],
	[
		'two answers in the wrong order',
		'answer_out_of_order',
		(world) => {
			const [one, , other] = heard(world);
			if (one && other) [one.entry.message, other.entry.message] = [other.ack, one.ack];
		}
	],
	[
		'an answer that never came, and later ones that did',
		'answer_out_of_order',
		(world) => drop(world.ledger.log, answer(world).entry)
	],
	[
		'an answer that came twice',
		'answer_without_frame',
		(world) => world.ledger.log.push(structuredClone(answer(world).entry))
	],
	[
		'an answer that does not add up to its frame',
		'answer_does_not_add_up',
		(world) => (answer(world).ack.accepted -= 1)
	],
	[
		'an event called a duplicate that was never sent before',
		'duplicate_never_sent_before',
		(world) => {
			const { ack } = answer(world);
			ack.duplicates += ack.accepted;
			ack.accepted = 0;
		}
	],
	[
		'a good event that was refused',
		'good_event_rejected',
		(world) => {
			const { ack } = answer(world, ({ rejected }) => rejected.length === 0);
			ack.accepted -= 1;
			ack.rejected.push({ index: 0, reason: 'invalid', path: 'time', detail: 'no' });
		}
	],
	[
		'a bad event that was accepted',
		'bad_event_accepted',
		(world) => {
			const { ack } = answer(world, ({ rejected }) => rejected.length > 0);
			ack.accepted += 1;
			ack.rejected.pop();
		}
	],
	[
		'a refusal that blames another field',
		'wrong_reason',
		(world) => (first(answer(world, ({ rejected }) => rejected.length > 0).ack.rejected).path = 'data.other')
	],
	[
		'a refusal of an event that is not in the frame',
		'rejected_beyond_frame',
		(world) => (first(answer(world, ({ rejected }) => rejected.length > 0).ack.rejected).index = 400)
	],
	['a credit below the least', 'credit_too_small', (world) => (answer(world).ack.credit = 999)],
	[
		'an answer that is none',
		'answer_unreadable',
		(world) => (answer(world).entry.message = { ack: '7', accepted: 40 })
	],
	[
		'a process whose counts do not add up',
		'counts_do_not_add_up',
		(world) => (counted(world).duplicates += 1)
	],
	[
		'a process that counted less than it answered',
		'counted_less_than_answered',
		(world) => {
			counted(world).accepted -= 1;
			counted(world).duplicates += 1;
		}
	],
	[
		'a process that received more than was sent',
		'counted_more_than_sent',
		(world) => {
			counted(world).accepted += 1;
			counted(world).received = (counted(world).received ?? 0) + 1;
		}
	]
];

test.each(CORRUPTIONS)('finds %s', async (_, rule, corrupt) => {
	const evidence = copy();
	corrupt(evidence);
	expect(await rules(evidence)).toContain(rule);
});

const KPIS = [...new Set(perfectWorld().kpis.map(({ kpi }) => kpi))];
const figures = ({ kpis }: World, kpi: string, grouping: string) =>
	first(kpis, (answer) => answer.kpi === kpi && answer.grouping === grouping).rows;

/** What the KPIs alone are found guilty of. */
function kpiRules({ kpis, history, as_of }: World): string[] {
	const findings = createFindings();
	judgeKpis(kpis, history, as_of, findings);
	return findings.list().map(({ rule }) => rule);
}

/** Every figure of a row, also those that stand in another, as a way to make it one larger. */
const figuresOf = (row: Row): ((row: Row) => void)[] =>
	Object.entries(row).flatMap(([name, value]) => {
		if (name === 'group' || name === 'bucket') return [];
		if (typeof value === 'object' && value !== null)
			return Object.keys(value).map((inner) => (other: Row) => {
				const nested = other[name] as Record<string, number>;
				nested[inner] = (nested[inner] ?? 0) + 1;
			});
		return [(other: Row) => void (other[name] = Number(other[name]) + 1)];
	});

test.each(KPIS.flatMap((kpi) => ['total', 'team', 'day'].map((grouping) => [kpi, grouping] as const)))(
	'finds one too many in any figure of %s, by %s',
	(kpi, grouping) => {
		const ways = figuresOf(first(figures(world, kpi, grouping)));
		expect(ways.length).toBeGreaterThan(1);
		for (const [index, enlarge] of ways.entries()) {
			const kpis = structuredClone(world.kpis);
			const evidence = { ...world, kpis };
			enlarge(first(figures(evidence, kpi, grouping)));
			expect(kpiRules(evidence), String(index)).toEqual([`kpi_${kpi}_wrong`]);
		}
	}
);

test.each(KPIS)('finds a team missing in %s, and a team that is not there', (kpi) => {
	const evidence = { ...world, kpis: structuredClone(world.kpis) };
	const missing = figures(evidence, kpi, 'team').pop();
	expect(kpiRules(evidence)).toEqual([`kpi_${kpi}_wrong`]);
	figures(evidence, kpi, 'team').push({ ...missing }, { ...missing, group: 'Team 99' });
	expect(kpiRules(evidence)).toEqual([`kpi_${kpi}_wrong`]);
});
