import { createRandom, type Random } from '../../fixtures/random.ts';
import { record } from './amazon-connect-payloads.ts';

/** A day of contact records as Amazon Connect would export them, seeded: answered, given up, called back, passed on, cut off. */
export type DayRecord = ReturnType<typeof record>;

const at = (second: number) =>
	new Date(Date.UTC(2026, 0, 5, 8) + second * 1000).toISOString().replace('.000', '');

type Leg = { id: string; queued: number; waits: number; talks: number; agent: string | null; queue: string };

/** One contact in a queue: answered after its wait, or not at all. */
function leg({ id, queued, waits, talks, agent, queue }: Leg, changes: Record<string, unknown>): DayRecord {
	const left = queued + waits;
	const end = agent ? left + talks : left;
	return record({
		ContactId: id,
		CustomerEndpoint: { Address: `+1202555${id.replace(/\D/g, '').padStart(4, '0')}` },
		InitiationTimestamp: at(queued - 15),
		Queue: { Name: queue, EnqueueTimestamp: at(queued), DequeueTimestamp: at(left), Duration: waits },
		Agent: agent ? { Username: agent, ConnectedToAgentTimestamp: at(left) } : null,
		DisconnectTimestamp: at(end),
		LastUpdateTimestamp: at(end + 60),
		...changes
	});
}

type Made = { random: Random; base: Leg };

/** What may become of a contact, with how often. */
const STORIES: [share: number, make: (made: Made) => DayRecord[]][] = [
	[60, ({ base }) => [leg(base, { DisconnectReason: 'CUSTOMER_DISCONNECT' })]],
	[12, ({ base }) => [leg({ ...base, agent: null }, { DisconnectReason: 'CUSTOMER_DISCONNECT' })]],
	[4, ({ base }) => [leg({ ...base, agent: null }, { DisconnectReason: 'CONTACT_FLOW_DISCONNECT' })]],
	[4, ({ base }) => [leg(base, { DisconnectReason: 'TELECOM_PROBLEM' })]],
	[6, calledBack],
	[6, passedOn],
	[4, ({ base }) => [leg({ ...base, agent: null }, { Queue: null })]],
	[4, ({ base }) => [leg(base, { InitiationMethod: 'OUTBOUND' })]]
];

function calledBack({ random, base }: Made): DayRecord[] {
	const next = `${base.id}-b`;
	const later = { ...base, id: next, queued: base.queued + base.waits + 600, waits: random.between(60, 900) };
	return [
		leg({ ...base, agent: null }, { NextContactId: next, DisconnectReason: 'CONTACT_FLOW_DISCONNECT' }),
		leg(later, { InitialContactId: base.id, InitiationMethod: 'CALLBACK' })
	];
}

function passedOn({ base }: Made): DayRecord[] {
	const next = `${base.id}-t`;
	const second = { ...base, id: next, queued: base.queued + base.waits + base.talks, queue: 'Experts' };
	return [
		leg(base, { NextContactId: next, DisconnectReason: 'AGENT_DISCONNECT' }),
		leg(second, { InitialContactId: base.id, InitiationMethod: 'TRANSFER' })
	];
}

export function dayOfRecords(seed: number, contacts: number): DayRecord[] {
	const random = createRandom(seed);
	const dice = STORIES.flatMap(([share, make]) => Array.from({ length: share }, () => make));
	return Array.from({ length: contacts }, (_, index) => {
		const base: Leg = {
			id: `d${index}`,
			queued: random.below(36_000),
			waits: random.chance(0.7) ? random.between(0, 30) : random.between(30, 400),
			talks: random.between(20, 900),
			agent: random.pick(['ann', 'bob', 'cem']),
			queue: random.pick(['Billing', 'Support'])
		};
		return random.pick(dice)({ random, base });
	}).flat();
}
