import fc from 'fast-check';
import { asking, questionOf } from './generate/asking.ts';
import { deliveryOf, disorder } from './generate/delivery.ts';
import { history } from './generate/history.ts';
import { arrivalsIn, duesOf, organisationOf, punctual, withPunctual } from './generate/organisation.ts';
import { rules } from './generate/rules.ts';
import { BASES } from './generate/times.ts';

/** A small organisation's history and rules, what is asked about it, and two ways in which it came in. */
export const questions = fc
	.record({
		base: fc.constantFrom(...BASES).map((time) => Date.parse(time)),
		histories: fc.array(history, { minLength: 1, maxLength: 32, size: 'medium' }),
		rulesAt: rules,
		punctual,
		asking,
		disorder,
		disorder_again: disorder
	})
	.map(({ base, histories, rulesAt, punctual, asking, disorder, disorder_again }) => {
		const happened = organisationOf(base, histories);
		const rules = rulesAt({ base, arrivals: arrivalsIn(happened) });
		const all = withPunctual(happened, rules, punctual);
		const dues = duesOf(all, rules).map(({ due_at }) => due_at);
		const { sent, scope } = questionOf(all, dues, asking);
		return {
			sent,
			rules,
			scope,
			histories: histories.length,
			delivery: deliveryOf(sent, disorder),
			again: deliveryOf(sent, disorder_again)
		};
	})
	.filter(({ sent }) => sent.length > 0);
