import { createRandom } from '../../fixtures/random.ts';
import {
	acd,
	agent,
	ANN,
	at,
	BOB,
	customer,
	detail,
	EXPERTS,
	notification,
	QUEUE
} from './genesys-payloads.ts';

/** One conversation of a day: when it entered its queue, how long it waited there, what became of it, how long it was talked. */
export type Story = {
	id: string;
	queue: string;
	user: string;
	queued: number;
	waited: number;
	outcome: 'answered' | 'abandoned' | 'flow_out' | 'transferred';
	talked: number;
};

/** A day of conversations, seeded. */
export function dayOfStories(seed: number, conversations: number): Story[] {
	const random = createRandom(seed);
	return Array.from({ length: conversations }, (_, index) => ({
		id: `day-${index}`,
		queue: random.pick([QUEUE, EXPERTS]),
		user: random.pick([ANN, BOB]),
		queued: random.below(36_000),
		waited: random.chance(0.7) ? random.between(0, 30) : random.between(30, 400),
		outcome: random.pick([
			'answered',
			'answered',
			'answered',
			'abandoned',
			'flow_out',
			'transferred'
		] as const),
		talked: random.between(20, 900)
	}));
}

const endOf = ({ queued, waited, outcome, talked }: Story) =>
	queued + waited + (outcome === 'answered' || outcome === 'transferred' ? talked : 0);

/** The last notification of the conversation's topic: the whole of it. */
export function told(story: Story) {
	const { id, queue, user, queued, waited, outcome, talked } = story;
	const left = queued + waited;
	const over = endOf(story);
	const people = [
		customer({ address: `tel:+1317${id}`, connectedTime: at(queued - 15), endTime: at(over + 60) }),
		acd({
			...{ connectedTime: at(queued), endTime: at(left), queue: { id: queue } },
			disconnectType: outcome === 'abandoned' ? 'peer' : 'transfer'
		})
	];
	const talker = {
		connectedTime: at(left),
		endTime: at(left + talked),
		queue: { id: queue },
		user: { id: user }
	};
	if (outcome === 'answered') people.push(agent(talker));
	if (outcome === 'transferred')
		people.push(
			agent({ ...talker, disconnectType: 'transfer' }),
			acd({ id: 'p-acd-2', connectedTime: at(over), endTime: at(over + 20), queue: { id: EXPERTS } }),
			agent({ ...talker, id: 'p-agent-2', connectedTime: at(over + 20), endTime: at(over + 60) })
		);
	return notification(people, { id });
}

const OUTCOMES = {
	answered: 'ANSWERED',
	transferred: 'ANSWERED',
	abandoned: 'ABANDON',
	flow_out: 'FLOW_OUT'
};

/** The same conversation as detail events. */
export function detailed(story: Story) {
	const { id, queue, user, queued, waited, outcome, talked } = story;
	const common = { conversationId: id, queueId: queue, ani: `tel:+1317${id}` };
	const talks = outcome === 'answered' || outcome === 'transferred';
	return [
		detail('acd.start', queued, common),
		detail('acd.end', queued + waited, {
			...{ ...common, acdOutcome: OUTCOMES[outcome], connectedDurationMs: waited * 1000 },
			...{ answeredUserId: talks ? user : undefined, disconnectType: talks ? 'TRANSFER' : 'PEER' }
		}),
		...(talks
			? [
					detail('user.end', queued + waited + talked, {
						...{ ...common, participantId: 'p-agent', userId: user, interactingDurationMs: talked * 1000 },
						disconnectType: outcome === 'transferred' ? 'TRANSFER' : 'PEER'
					})
				]
			: []),
		detail('customer.end', endOf(story) + 60, { ...common, participantId: 'p-customer' })
	];
}
