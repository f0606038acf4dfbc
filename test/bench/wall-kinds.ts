import type { CloudEvent } from '#schema/event.ts';
import { event } from '../support/events.ts';

/** Of each kind a team of its own, so that nothing else moves its line. No promise of what waits falls due meanwhile. */
const of = (team: string) => ({ team, channel: 'email' });

/** A number that counts up with every sample, as text, for the page knows no helpers of ours; and the events that are the sample. */
export type Watched = {
	kind: string;
	tile: object;
	figure: string;
	sample(index: number, time: number): CloudEvent[];
};

const at = (time: number) => new Date(time).toISOString();
const digits = (text: string) => `(Number((${text} ?? '').replace(/\\D/g, '')) || null)`;
/** The figure in the line of a team. */
const inLine = (team: string, figure: string) =>
	digits(
		`[...tile.querySelectorAll('li')].find((line) => line.querySelector('.name')?.textContent === '${team}')?.querySelector('${figure}')?.textContent`
	);

/**
 * Kinds of tile of which each sample moves a number by one: what opens, waits, is broken, is to be acted upon, is complained of, is at work, is answered. The
 * course of a day has no such number: its tile asks in the lane of the number it draws.
 */
export const WATCHED: Watched[] = [
	{
		kind: 'teams',
		tile: { kind: 'teams', kpi: 'cases_opened' },
		figure: inLine('Teams', '.figure'),
		sample: (index, time) => [
			event('case.opened', `team-${index}`, at(time), of('Teams')),
			event('case.responded', `team-${index}`, at(time + 1))
		]
	},
	{
		kind: 'waiting',
		tile: { kind: 'waiting' },
		figure: inLine('Waiting', '.count'),
		sample: (index, time) => [event('case.opened', `waits-${index}`, at(time), of('Waiting'))]
	},
	{
		kind: 'broken',
		tile: { kind: 'broken' },
		figure: digits("tile.querySelector('.value')?.textContent"),
		sample: (index, time) => brokenAt(`broken-${index}`, time)
	},
	{
		kind: 'queue',
		tile: { kind: 'queue' },
		figure: digits("tile.querySelector('.counts')?.textContent.split('·')[0]"),
		// The same that are broken.
		sample: () => []
	},
	{
		kind: 'recovery',
		tile: { kind: 'recovery' },
		figure:
			"[...tile.querySelectorAll('li:not(.probe)')].reduce((sum, line) => sum + (line.querySelector('a') ? 1 : Number(line.textContent.replace(/\\D/g, ''))), 0)",
		sample: (index, time) => [
			event('case.opened', `complains-${index}`, at(time), {
				...of('Recovery'),
				kind: 'complaint',
				reason: 'bill'
			}),
			event('case.responded', `complains-${index}`, at(time + 1))
		]
	},
	{
		kind: 'staff',
		tile: { kind: 'staff' },
		figure: digits("tile.querySelector('dd')?.textContent"),
		sample: (index, time) => [
			event('agent.state', `probe-${index}`, at(time), {
				...of('Staff'),
				agent: `probe-${index}`,
				state: 'available'
			})
		]
	}
];

/** A promise that is broken as soon as it is made. */
const brokenAt = (name: string, time: number) => [
	event('case.opened', name, at(time - 3), of('Broken')),
	event('case.responded', name, at(time - 2)),
	event('promise.made', name, at(time - 1), { promise: name, due: at(time), kind: 'callback' }),
	event('promise.broken', name, at(time), { promise: name })
];
