import type { Answered } from './answers.ts';
import { judgeAnswers } from './answers.ts';
import { groupCases, judgeActivity, judgeCases, judgeSources } from './cases.ts';
import type { Counts, Evidence } from './evidence.ts';
import { createFindings, type Finding, type Findings } from './findings.ts';
import type { Happened } from './happened.ts';
import { judgeKpis } from './judge-kpis.ts';
import { judgeQuarantine } from './quarantine.ts';
import { createPseudonyms, indexLedger, judgeStored } from './stored.ts';

/** What was found, and how much was looked at: a check of nothing finds nothing. */
export type Verdict = {
	findings: Finding[];
	/** Distinct events sent, those acknowledged, those stored, and those refused for what they are. */
	events: number;
	acked: number;
	stored: number;
	bad: number;
	/** Deliveries put on the wire, answered or not. */
	deliveries: number;
	accepted: number;
	duplicates: number;
	rejected: number;
};

/** Judges a run: acknowledged ⊆ stored ⊆ sent, everything as it was sent, nothing counted twice, every sum adding up. */
export async function check(evidence: Evidence): Promise<Verdict> {
	const findings = createFindings();
	const { ledger } = evidence;
	const known = indexLedger(ledger);
	const answered = judgeAnswers(ledger, findings);
	const judgePseudonym = createPseudonyms(findings);
	const stored = await judgeStored(
		evidence.events,
		{ ledger, known, acked: answered.acked, judgePseudonym },
		findings
	);
	if (evidence.counted_once !== stored.size)
		findings.note('events_counted_otherwise', `${evidence.counted_once}, stored ${stored.size}`);

	const happened = [...stored.values()];
	const cases = groupCases(happened);
	await judgeCases(evidence.cases, cases, judgePseudonym, findings);
	await judgeSources(evidence.sources, happened, findings);
	await judgeActivity(evidence.activity, happened, judgePseudonym, findings);
	judgeKpis(evidence.kpis, { cases, customers: byCustomer(happened) }, evidence.as_of, findings);
	if (evidence.quarantine)
		await judgeQuarantine(evidence.quarantine, { ledger, known, acked: answered.acked }, findings);
	judgeCounts(evidence.counts, answered, findings);

	const total = { accepted: 0, duplicates: 0, rejected: 0 };
	for (const sums of answered.sums.values()) {
		total.accepted += sums.accepted;
		total.duplicates += sums.duplicates;
		total.rejected += sums.rejected;
	}
	return {
		findings: findings.list(),
		events: ledger.events.length,
		acked: answered.acked.reduce((sum, one) => sum + one, 0),
		stored: stored.size,
		bad: ledger.events.filter(({ refusal }) => refusal).length,
		deliveries: [...answered.sent.values()].reduce((sum, one) => sum + one, 0),
		...total
	};
}

function byCustomer(events: Happened[]): Map<string, Happened[]> {
	const customers = new Map<string, Happened[]>();
	for (const event of events) {
		if (!['customer.active', 'customer.left'].includes(event.type) || event.customer === '') continue;
		const list = customers.get(event.customer);
		if (list) list.push(event);
		else customers.set(event.customer, [event]);
	}
	return customers;
}

/** What a process counted adds up, and is neither less than it answered nor more than it was sent. */
function judgeCounts(counts: Counts[], { sums, sent }: Answered, findings: Findings) {
	for (const counted of counts) {
		const { process, accepted, duplicates, rejected } = counted;
		const received = counted.received ?? accepted + duplicates + rejected;
		const said = JSON.stringify(counted);
		if (received !== accepted + duplicates + rejected) findings.note('counts_do_not_add_up', said);
		const least = sums.get(process) ?? { received: 0, accepted: 0, duplicates: 0, rejected: 0 };
		if (
			received < least.received ||
			accepted < least.accepted ||
			duplicates < least.duplicates ||
			rejected < least.rejected
		)
			findings.note('counted_less_than_answered', `${said}, answered ${JSON.stringify(least)}`);
		if (received > (sent.get(process) ?? 0))
			findings.note('counted_more_than_sent', `${said}, sent ${sent.get(process) ?? 0}`);
	}
}
