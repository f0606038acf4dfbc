import { complaintRecovery } from './recovery.ts';
import { firstContactResolution } from './first-contact.ts';
import type { History } from './history.ts';
import { inspection } from './inspection.ts';
import { promisesKept } from './promises-kept.ts';
import { judgedOf, rulesOf, type OracleRow, type Question } from './question.ts';
import { satisfaction } from './satisfaction.ts';
import { parameterOf } from './standards.ts';
import { serviceLevel } from './waiting.ts';

type Part = { of: (history: History, question: Question) => OracleRow[]; weight: number; scale: number };

/** What a card is made of: how much each weighs unless the company says otherwise, and what brings it to 0..100. */
const PARTS: Record<string, Part> = {
	satisfaction: { of: satisfaction, weight: 40, scale: 100 },
	inspection: { of: inspection, weight: 20, scale: 1 },
	promises_kept: { of: promisesKept, weight: 20, scale: 100 },
	complaint_recovery: { of: complaintRecovery, weight: 10, scale: 100 },
	first_contact_resolution: { of: firstContactResolution, weight: 10, scale: 100 },
	service_level: { of: serviceLevel, weight: 0, scale: 100 }
};

type Component = { value: number | null; weight: number };
type Card = Pick<OracleRow, 'group' | 'bucket'> & {
	components: Record<string, Component>;
	broken: number;
	/** As of when its weights and marks hold. */
	judged: number;
};

const settingOf = (question: Question, name: string, key: string, at: number) =>
	parameterOf(rulesOf(question), name, key, at);

/** Which card so many broken promises are, by the marks of then. */
function colourOf(question: Question, { broken, judged }: Card) {
	if (broken >= (settingOf(question, 'card', 'red', judged) ?? 10)) return 'red';
	return broken >= (settingOf(question, 'card', 'yellow', judged) ?? 3) ? 'yellow' : null;
}

/** The same cell of every part beside one another. */
function cardsOf(history: History, question: Question) {
	const blank = (judged: number) =>
		Object.fromEntries(
			Object.entries(PARTS).map(([id, { weight }]) => [
				id,
				{ value: null, weight: settingOf(question, 'scorecard_weight', id, judged) ?? weight }
			])
		);
	const cards = new Map<string, Card>();
	for (const [id, { of, scale }] of Object.entries(PARTS)) {
		// What if is asked of single numbers, not of a card.
		for (const row of of(history, { ...question, threshold_s: undefined })) {
			const { group, bucket } = row;
			const key = JSON.stringify([group, bucket]);
			const judged = judgedOf(question, bucket === null ? 0 : Date.parse(bucket));
			const card: Card = cards.get(key) ?? { group, bucket, components: blank(judged), broken: 0, judged };
			const part = card.components[id];
			if (part && row.value !== null) part.value = row.value * scale;
			if (id === 'promises_kept') card.broken = row.denominator - row.numerator;
			cards.set(key, card);
		}
	}
	return [...cards.values()];
}

const sumOf = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0);

function scoreOf(components: Component[]) {
	const said = components.flatMap(({ value, weight }) =>
		value === null || weight === 0 ? [] : [{ value, weight }]
	);
	const [weight, all] = [
		sumOf(said.map((part) => part.weight)),
		sumOf(components.map((part) => part.weight))
	];
	return {
		value: weight === 0 ? null : sumOf(said.map((part) => part.value * part.weight)) / weight,
		n: said.length,
		numerator: 0,
		denominator: said.length,
		low: null,
		high: null,
		immature: 0,
		covered: all === 0 ? null : weight / all
	};
}

/** The weighted sum of what is known of a team, and its card. */
export function scorecard(history: History, question: Question): OracleRow[] {
	return cardsOf(history, question).map((card) => ({
		group: card.group,
		bucket: card.bucket,
		...scoreOf(Object.values(card.components)),
		components: card.components,
		card: colourOf(question, card)
	}));
}
