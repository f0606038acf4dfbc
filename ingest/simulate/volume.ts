import { DAY, MEAN_LOAD, MINUTE, SECOND, type Calendar } from './calendar.ts';
import { MONTHLY_ACTIVITY, customersFor } from './customers.ts';

/** Events that come of one arrival in the end, further cases included, measured over a history. */
const EVENTS_PER_ARRIVAL = 7.4;

/** Those of them that come within the first minutes: live traffic is measured by these. */
const SOON_PER_ARRIVAL = 3.3;

/** Events of an average day in history, at a live rate of one a second. */
const DAILY_EVENTS = 1200;

/** What a history holds at most, so that it is sent in well under a minute. */
const MOST_EVENTS = 300_000;

/** Live traffic has begun this long before the start, or shorter if it is heavy: its cases are under way then. */
const WARM_UP = 15 * MINUTE;
const WARM_UP_EVENTS = 36_000;

/** Live traffic never falls under this share of the peak, so that a demonstration moves at night. */
const LIVE_LEAST = 0.3;

export type Volume = ReturnType<typeof createVolume>;

/**
 * How much traffic there is, and when. History is far thinner than live traffic: it grows with the square root of the
 * rate (1,200 events a day at 1/s, 5,400 at 20/s, 8,500 at 50/s), and is thinned to 300,000 events in all.
 */
export function createVolume(options: { rate: number; days: number; start: number; calendar: Calendar }) {
	const { rate, days, start, calendar } = options;
	const eventsPerDay = Math.min(DAILY_EVENTS * Math.sqrt(rate), MOST_EVENTS / Math.max(1, days));
	const historic = eventsPerDay / EVENTS_PER_ARRIVAL / (DAY / SECOND) / MEAN_LOAD;
	const live = rate / SOON_PER_ARRIVAL;
	const warmUp = Math.min(WARM_UP, (WARM_UP_EVENTS / rate) * SECOND, days * DAY);
	const customers = customersFor(historic * MEAN_LOAD * 7 * (DAY / SECOND));

	const isLive = (at: number) => at >= start - warmUp;
	const liveCurve = (at: number) => Math.max(LIVE_LEAST, calendar.load(at));

	return {
		warmUp,
		/** New customers a second turning to us; those who come back are on top. */
		arrivalsPerSecond: (at: number) => (isLive(at) ? live * liveCurve(at) : historic * calendar.load(at)),
		/** How many customers there are: enough for all that come in a week. */
		customersAt: (at: number) =>
			isLive(at) ? customersFor(live * MEAN_LOAD * 7 * (DAY / SECOND)) : customers,
		/** The company's core, whose activity is known. */
		customers,
		activitiesPerDay: (customers * MONTHLY_ACTIVITY) / 30,
		/** About how many events the history has; a guess for the progress bar. */
		historyEvents: Math.round(
			eventsPerDay * days + (days > 0 ? (warmUp / SECOND) * rate * liveCurve(start) : 0)
		)
	};
}
