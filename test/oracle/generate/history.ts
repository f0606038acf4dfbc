import fc from 'fast-check';
import { identity, maybe, mostly, said } from './said.ts';
import { STEPS, THEMES } from './steps.ts';
import { DAY, distanceOf, HOUR } from './times.ts';

/** From which earlier event the time is counted: of the same case, mostly its opening or one of a type, or of any. */
const sinceOf = (after?: string) =>
	fc.record({
		own: fc.constantFrom(true, true, true, false),
		at: fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 5, 8),
		type: after ? maybe(after, after) : fc.constant(undefined)
	});

const complaints = {
	kind: mostly('complaint', 'complaint', 'complaint', 'request'),
	reason: mostly('late', 'late', 'late', 'late', 'rude'),
	distance: distanceOf([0, 7 * DAY, 30 * DAY, 30 * DAY, 30 * DAY, 30 * DAY + HOUR])
};
const cases = {
	kind: maybe('complaint', 'request'),
	reason: maybe('late'),
	distance: distanceOf([0, HOUR, DAY, 7 * DAY, 7 * DAY, 30 * DAY])
};

/** A new case: often some time after another was remedied or resolved, when that is what the theme is about. */
function openingOf(theme: Record<string, number>) {
	const turns = ['complaint.remedied', 'case.resolved'].filter((type) => type in theme);
	return fc
		.record({
			...identity,
			since: fc.record({
				own: fc.constant(false),
				at: fc.nat(15),
				type: maybe(...turns, ...turns, ...turns, ...turns)
			}),
			dimensions: said(mostly),
			...('complaint.remedied' in theme ? complaints : cases),
			told: fc.constantFrom(true, true, true, true, true, true, true, true, true, true, true, false)
		})
		.map(({ kind, reason, ...event }) => ({ ...event, type: 'case.opened', data: { kind, reason } }));
}

const ALONE = ['customer', 'inspection', 'staff'];
const isAlone = (type: string) => ALONE.some((kind) => type.startsWith(`${kind}.`));

/** One more event of a theme. */
const stepOf = (theme: Record<string, number>) =>
	fc.oneof(
		...Object.entries(theme).map(([type, weight]) => {
			const {
				usual,
				after,
				source = identity.source,
				data = fc.constant({})
			} = STEPS[type] ?? { usual: [0] };
			const arbitrary = fc.record({
				source,
				rank: identity.rank,
				since: sinceOf(after),
				distance: distanceOf(usual),
				type: fc.constant(type),
				in_case: fc.nat(3),
				dimensions: said(isAlone(type) ? mostly : maybe),
				data
			});
			return { weight, arbitrary };
		})
	);

type Since = { own: boolean; at: number; type?: string | undefined };
type Move = { source: string; rank: number; since: Since; distance: number; type: string };
type Said = { dimensions: Record<string, unknown>; data: Record<string, unknown> };

const known = (data: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));

/** Puts moves in time, each at a distance from an earlier one, and gives each an id of its own within its source. */
function tell(moves: (Move & Said & { subject: string })[]) {
	const times: { subject: string; type: string; at: number }[] = [];
	const taken = new Set<string>();
	return moves.map(({ source, rank, since, distance, type, subject, dimensions, data }) => {
		const near = times.filter((earlier) => !since.own || earlier.subject === subject);
		const alike = near.filter((earlier) => earlier.type === since.type);
		const among = alike.length > 0 ? alike : near;
		const at = (among[since.at % among.length]?.at ?? 0) + distance;
		times.push({ subject, type, at });
		let id = `i${rank}`;
		while (taken.has(`${source} ${id}`)) id += 'x';
		taken.add(`${source} ${id}`);
		return { source, id, type, subject, at, data: known({ ...dimensions, ...data }) };
	});
}

export type Told = ReturnType<typeof tell>;

const historyOf = (theme: Record<string, number>) =>
	fc
		.record({
			openings: fc.array(openingOf(theme), { minLength: 1, maxLength: 4 }),
			steps: fc.array(stepOf(theme), { minLength: 3, maxLength: 20, size: 'medium' })
		})
		.map(({ openings, steps }) => {
			const share = Math.ceil(steps.length / openings.length);
			// Cases are opened one after another, so that a later one can come just when a window of an earlier one closes.
			const moves = openings.flatMap((opening, newest) => [
				...(opening.told ? [{ ...opening, subject: `case-${newest}` }] : []),
				...steps
					.slice(newest * share, (newest + 1) * share)
					.map((move) => ({ ...move, subject: `case-${move.in_case % (newest + 1)}` }))
			]);
			return tell(moves);
		});

/** A few cases of a few customers, whose events lie where windows open and close. */
export const history = fc.oneof(...THEMES.map(historyOf));
