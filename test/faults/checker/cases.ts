import type { Row, Rows } from './evidence.ts';
import type { Findings } from './findings.ts';
import { byTime, type Happened } from './happened.ts';
import { keyOf } from './ledger.ts';
import { differences, expectedRow, momentOf } from './row.ts';
import type { JudgePseudonym } from './stored.ts';

/** What a step keeps of its event. */
const STEP = [
	...[
		'time',
		'id',
		'source',
		'type',
		'team',
		'agent',
		'channel',
		'tier',
		'topic',
		'priority',
		'kind',
		'reason'
	],
	...['satisfied', 'wait_known', 'survey', 'instrument', 'score', 'scale']
];

/** A step has no null: 0 stands for a missing satisfied or scale. */
function expectedStep(event: Happened): Row {
	const row = expectedRow(event);
	const step = Object.fromEntries(STEP.map((name) => [name, row[name]]));
	return { ...step, satisfied: row.satisfied ?? 0, scale: row.scale ?? 0 };
}

/** What happened, by case and in order. */
export function groupCases(events: Iterable<Happened>): Map<string, Happened[]> {
	const cases = new Map<string, Happened[]>();
	for (const event of events) {
		if (event.case_id === '') continue;
		const steps = cases.get(event.case_id);
		if (steps) steps.push(event);
		else cases.set(event.case_id, [event]);
	}
	for (const steps of cases.values()) steps.sort(byTime);
	return cases;
}

const FACT = {
	opening: 1,
	complaint: 2,
	resolution: 4,
	survey: 8,
	return: 16,
	promise: 32,
	escalation: 64,
	remedied: 128
};

function factOf({ type, data }: Happened): number {
	if (type === 'case.opened') return data.kind === 'complaint' ? FACT.opening | FACT.complaint : FACT.opening;
	if (type === 'case.reopened') return FACT.opening;
	if (type === 'case.resolved') return FACT.resolution;
	if (type === 'case.contacted') return FACT.return;
	if (type === 'case.escalated' || type === 'complaint.escalated') return FACT.escalation;
	if (type === 'complaint.remedied') return FACT.remedied;
	if (type.startsWith('promise.')) return FACT.promise;
	return type.startsWith('survey.') ? FACT.survey : 0;
}

const isStep = (value: unknown): value is Row => typeof value === 'object' && value !== null;

/** Every case holds exactly the steps that are stored, each once. */
export async function judgeCases(
	rows: Rows,
	cases: Map<string, Happened[]>,
	judgePseudonym: JudgePseudonym,
	findings: Findings
) {
	const seen = new Set<string>();
	for await (const row of rows) {
		const id = String(row.case_id);
		const events = cases.get(id);
		if (!events) findings.note('case_never_sent', id);
		else if (seen.has(id)) findings.note('case_twice', id);
		else judgeCase(id, row, events);
		seen.add(id);
	}
	for (const id of cases.keys()) if (!seen.has(id)) findings.note('case_lost', id);

	function judgeCase(id: string, row: Row, events: Happened[]) {
		const missing = new Map(events.map((event) => [keyOf(event.source, event.id), event]));
		const held = new Set<string>();
		for (const step of Array.isArray(row.steps) ? row.steps.filter(isStep) : []) {
			const key = keyOf(String(step.source), String(step.id));
			const event = missing.get(key);
			if (held.has(key)) findings.note('step_twice', `${id}: ${String(step.id)}`);
			else if (!event) findings.note('step_never_sent', `${id}: ${String(step.id)}`);
			else {
				for (const difference of differences(expectedStep(event), step))
					findings.note('step_otherwise_than_sent', `${event.id}: ${difference}`);
				judgePseudonym(event.customer, step.customer);
			}
			held.add(key);
			missing.delete(key);
		}
		for (const event of missing.values()) findings.note('step_lost', `${id}: ${event.id}`);
		const facts = events.reduce((sum, event) => sum | factOf(event), 0);
		if (row.facts !== facts)
			findings.note('case_facts_wrong', `${id}: ${String(row.facts)}, expected ${facts}`);
		judgeSpan('case_span_wrong', id, row, events, findings);
	}
}

function judgeSpan(rule: string, name: string, row: Row, events: Happened[], findings: Findings) {
	const first = events.reduce((least, { at }) => Math.min(least, at), Infinity);
	const last = events.reduce((most, { at }) => Math.max(most, at), -Infinity);
	if (momentOf(row.first_time) !== first || momentOf(row.last_time) !== last)
		findings.note(rule, `${name}: ${String(row.first_time)} to ${String(row.last_time)}`);
}

/** Every source is known with its first and its latest event. */
export async function judgeSources(rows: Rows, events: Iterable<Happened>, findings: Findings) {
	const sources = new Map<string, Happened[]>();
	for (const event of events) {
		const list = sources.get(event.source);
		if (list) list.push(event);
		else sources.set(event.source, [event]);
	}
	for await (const row of rows) {
		const name = String(row.source);
		const said = sources.get(name);
		if (said) judgeSpan('source_span_wrong', name, row, said, findings);
		else findings.note('source_never_sent', name);
		sources.delete(name);
	}
	for (const name of sources.keys()) findings.note('source_lost', name);
}

/** What customers did outside any case stands there, each once. */
export async function judgeActivity(
	rows: Rows,
	events: Iterable<Happened>,
	judgePseudonym: JudgePseudonym,
	findings: Findings
) {
	const missing = new Map<string, Happened>();
	for (const event of events)
		if (['customer.active', 'customer.left'].includes(event.type) && event.customer !== '')
			missing.set(keyOf(event.source, event.id), event);
	for await (const row of rows) {
		const key = keyOf(String(row.source), String(row.id));
		const event = missing.get(key);
		if (!event) {
			findings.note('activity_twice_or_never_sent', String(row.id));
			continue;
		}
		missing.delete(key);
		judgePseudonym(event.customer, row.customer);
		if (momentOf(row.time) !== event.at || row.active !== Number(event.type === 'customer.active'))
			findings.note('activity_otherwise_than_sent', `${event.id}: ${String(row.time)} ${String(row.active)}`);
	}
	for (const { id } of missing.values()) findings.note('activity_lost', id);
}
