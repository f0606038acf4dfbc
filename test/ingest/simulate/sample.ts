import type { CloudEvent } from '#schema/event.ts';
import { createTraffic, type Traffic, type TrafficOptions } from '../../../ingest/simulate/traffic.ts';

/** Wednesday, 18 November 2026, 10:12 in Shanghai. */
export const START = Date.parse('2026-11-18T02:12:34.567Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const sampleTraffic = (options: Partial<TrafficOptions> = {}): Traffic =>
	createTraffic({ seed: '1', teams: 8, rate: 20, days: 14, start: START, zone: 'Asia/Shanghai', ...options });

/** What a traffic sends up to and with `until`. */
export function eventsUntil(traffic: Traffic, until: number): CloudEvent[] {
	const events: CloudEvent[] = [];
	for (const event of traffic.events()) {
		if (Date.parse(event.time) > until) break;
		events.push(event);
	}
	return events;
}

export type Step = { type: string; at: number; data: Record<string, unknown> };
export type Case = {
	id: string;
	team: string;
	channel: string;
	customer: string;
	topic: string;
	steps: Step[];
};

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** The events by case, in the order in which they are sent; what belongs to no case is left out. */
export function casesOf(events: CloudEvent[]): Case[] {
	const cases = new Map<string, Case>();
	for (const { subject, type, time, data } of events) {
		if (!subject) continue;
		const { team, channel, customer, topic } = data;
		const found = cases.get(subject) ?? {
			id: subject,
			team: text(team),
			channel: text(channel),
			customer: text(customer),
			topic: text(topic),
			steps: []
		};
		cases.set(subject, found);
		found.steps.push({ type, at: Date.parse(time), data });
	}
	return [...cases.values()];
}

export const stepOf = (one: Case, type: string) => one.steps.find((step) => step.type === type);
export const openedAt = (one: Case) => stepOf(one, 'case.opened')?.at ?? NaN;

/** Share of the items for which `yes` holds. */
export const share = <T>(items: T[], yes: (item: T) => boolean) => items.filter(yes).length / items.length;

export function groupBy<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(key(item));
		if (group) group.push(item);
		else groups.set(key(item), [item]);
	}
	return groups;
}
