import type { CloudEvent } from '#schema/event.ts';
import { event } from './events.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

/** Numbers from 0 to before 1, the same for the same seed. */
function chances(seed: number) {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

const DIMENSIONS = ['reliability', 'responsiveness', 'empathy'];

/**
 * Cases over three weeks of January 2026, every one resolved or escalated and asked about, of few customers in few teams, so that
 * every day, team and customer has several of everything. In the order in which they happened.
 */
export function busyWeeks(cases: number, seed = 1): CloudEvent[] {
	const chance = chances(seed);
	const pick = <Of>(list: readonly Of[]) => list[Math.floor(chance() * list.length)] as Of;
	const some = (share: number, told: CloudEvent[]) => (chance() < share ? told : []);

	function answer(instrument: string) {
		if (instrument === 'csat') return { score: 1 + Math.floor(chance() * 5) };
		if (instrument === 'nps') return { score: Math.floor(chance() * 11) };
		return {
			items: DIMENSIONS.filter(() => chance() < 0.9).map((dimension) => ({
				dimension,
				expectation: 7 - Math.floor(chance() * 20) / 10,
				perception: 7 - Math.floor(chance() * 40) / 10
			}))
		};
	}

	function caseOf(number: number): CloudEvent[] {
		const id = `busy-${seed}-${number}`;
		const opened = START + Math.floor(chance() * 21 * 24) * HOUR + number * 1_000;
		const at = (hours: number) => new Date(opened + hours * HOUR).toISOString();
		const told = {
			...{
				team: pick(['north', 'south', 'west']),
				channel: pick(['phone', 'chat']),
				tier: pick(['gold', 'silver'])
			},
			...{ topic: pick(['bill', 'outage']), customer: pick(['', 'a', 'b', 'c', 'd', 'e', 'f']) || undefined }
		};
		const complaint = chance() < 0.2 ? { kind: 'complaint', reason: pick(['late', 'rude']) } : {};
		const source = pick(['desk', 'shop', 'web']);
		const instrument = pick(['csat', 'csat', 'nps', 'servqual']);
		const survey = { survey: `survey-${id}`, instrument };
		const sent = (one: CloudEvent): CloudEvent => ({ ...one, source });
		return [
			event('case.opened', id, at(0), { ...told, ...complaint }),
			event('case.responded', id, at(0.01), { agent: pick(['Ann', 'Bo']) }),
			...some(0.2, [event('case.escalated', id, at(2), { level: 'second' })]),
			...some(0.8, [event('case.resolved', id, at(3))]),
			...some(0.8, [sent(event('survey.sent', id, at(4), survey))]),
			...some(0.2, [sent(event('survey.delivered', id, at(4.1), survey))]),
			...some(0.6, [
				event('survey.answered', id, at(4 + 40 * chance()), { ...survey, ...answer(instrument) })
			]),
			...some(0.4, [event('customer.active', id, at(5), { customer: told.customer ?? 'g' })]),
			...some(0.1, [
				event('inspection.scored', id, at(6), {
					...told,
					procedural: 50 + (number % 50),
					personal: 70 - (number % 20)
				})
			])
		];
	}

	return Array.from({ length: cases }, (_, number) => caseOf(number))
		.flat()
		.sort((a, b) => a.time.localeCompare(b.time));
}
