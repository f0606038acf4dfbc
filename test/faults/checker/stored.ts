import type { Rows } from './evidence.ts';
import type { Findings } from './findings.ts';
import { readEvent, type Happened } from './happened.ts';
import { keyOf, type Ledger } from './ledger.ts';
import { differences, expectedRow, momentOf } from './row.ts';

/** An event's place in the ledger, by its identity. */
export function indexLedger({ events }: Ledger): Map<string, number> {
	const known = new Map<string, number>();
	events.forEach(({ source, id }, index) => known.set(keyOf(source, id), index));
	return known;
}

/** Keeps which pseudonym stands for which customer: one for each, never two for one nor one for two, never the key itself. */
export function createPseudonyms(findings: Findings) {
	const pseudonyms = new Map<string, string>();
	const customers = new Map<string, string>();
	return function judge(customer: string, pseudonym: unknown) {
		if (typeof pseudonym !== 'string' || (customer === '') !== (pseudonym === ''))
			return findings.note('customer_wrong', `${customer}: ${String(pseudonym)}`);
		if (customer === '') return;
		if (pseudonym.includes(customer)) findings.note('customer_key_stored', customer);
		if ((pseudonyms.get(customer) ?? pseudonym) !== pseudonym)
			findings.note('customer_has_two_pseudonyms', `${customer}: ${pseudonyms.get(customer)}, ${pseudonym}`);
		if ((customers.get(pseudonym) ?? customer) !== customer)
			findings.note('pseudonym_of_two_customers', `${pseudonym}: ${customers.get(pseudonym)}, ${customer}`);
		pseudonyms.set(customer, pseudonym);
		customers.set(pseudonym, customer);
	};
}
export type JudgePseudonym = ReturnType<typeof createPseudonyms>;

type Judged = {
	ledger: Ledger;
	known: Map<string, number>;
	acked: Uint8Array;
	judgePseudonym: JudgePseudonym;
};

/** acked ⊆ stored ⊆ sent, and stored as sent. Gives what is stored, each event once, as the ledger has it. */
export async function judgeStored(
	rows: Rows,
	{ ledger, known, acked, judgePseudonym }: Judged,
	findings: Findings
): Promise<Map<number, Happened>> {
	const stored = new Map<number, Happened>();
	for await (const row of rows) {
		const index = known.get(keyOf(String(row.source), String(row.id)));
		const sent = index === undefined ? undefined : ledger.events[index];
		if (index === undefined || !sent) {
			findings.note('stored_but_never_sent', `${String(row.source)} ${String(row.id)}`);
			continue;
		}
		if (sent.refusal) {
			findings.note('bad_event_stored', sent.id);
			continue;
		}
		const event = stored.get(index) ?? readEvent(sent.text);
		stored.set(index, event);
		for (const difference of differences(expectedRow(event), row))
			findings.note('stored_otherwise_than_sent', `${sent.id}: ${difference}`);
		judgePseudonym(event.customer, row.customer);
		const received = momentOf(row.received_at) ?? 0;
		if (!(received >= ledger.began - 1 && received <= ledger.ended + 1))
			findings.note('received_at_wrong', `${sent.id}: ${String(row.received_at)}`);
	}
	ledger.events.forEach(({ id, refusal }, index) => {
		if (acked[index] === 1 && !refusal && !stored.has(index)) findings.note('acked_but_lost', id);
	});
	return stored;
}
