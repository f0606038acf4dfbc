import type { Rows } from './evidence.ts';
import type { Findings } from './findings.ts';
import { keyOf, type Ledger } from './ledger.ts';

type Judged = { ledger: Ledger; known: Map<string, number>; acked: Uint8Array };

/** A rejected event is kept, once, with its reason and without the customer's key; and no other event is. */
export async function judgeQuarantine(rows: Rows, { ledger, known, acked }: Judged, findings: Findings) {
	const kept = new Set<number>();
	for await (const row of rows) {
		const id = String(row.id);
		const index = known.get(keyOf(String(row.source), id));
		const bad = index === undefined ? undefined : ledger.events[index];
		if (index === undefined || !bad?.refusal) {
			findings.note('good_event_in_quarantine', `${String(row.source)} ${id}`);
			continue;
		}
		if (kept.has(index)) findings.note('quarantined_twice', id);
		kept.add(index);
		if (row.reason !== bad.refusal.reason || row.path !== bad.refusal.path)
			findings.note('quarantined_for_another_reason', `${id}: ${String(row.reason)} ${String(row.path)}`);
		const [customer] = /"customer":"[^"]+"/.exec(bad.text) ?? [];
		if (customer && String(row.event).includes(customer)) findings.note('customer_key_in_quarantine', id);
	}
	ledger.events.forEach(({ id, refusal }, index) => {
		if (refusal && acked[index] === 1 && !kept.has(index)) findings.note('rejected_but_not_kept', id);
	});
}
