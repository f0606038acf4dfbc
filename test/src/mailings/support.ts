import { onTestFinished } from 'vitest';
import type { ReviewNotice } from '#schema/notification.ts';
import { MailingOrder } from '#schema/mailing.ts';
import { createMailings } from '../../../src/lib/server/mailings/mailings.ts';
import { startSmtp } from '../../support/smtp.ts';
import { clockAt, folder } from '../dispatch/support.ts';
import { paper, publish as published } from './paper.ts';

/** Monday, 09:00 in Berlin. */
export const MONDAY = '2026-11-16T08:00:00Z';

const GIVEN = { address: 'head@example.org', language: 'en', zone: 'Europe/Berlin' };

/** Mailings as they are given, each with what it says beyond a common one. */
export const orderOf = (...mailings: Record<string, unknown>[]) =>
	MailingOrder.parse({ mailings: mailings.map((mailing) => ({ ...GIVEN, ...mailing })) });

export async function smtpServer() {
	const smtp = await startSmtp();
	onTestFinished(() => smtp.close());
	return smtp;
}

type Opening = {
	smtp?: string;
	data?: string;
	clock?: ReturnType<typeof clockAt>;
	printer?: ReturnType<typeof paper>;
	publish?: typeof published;
	zone?: string;
	log?: (line: string) => void;
	onAlarm?: (alarm: ReviewNotice) => void;
};

/** Mailings with a clock, a folder and a printer of the test. */
export function open({
	smtp,
	data = folder(),
	clock = clockAt(MONDAY),
	printer = paper(),
	publish = published,
	zone = 'Europe/Berlin',
	...hearing
}: Opening = {}) {
	const mailings = createMailings({
		...{ data, zone, origin: 'https://desk.example.org', publish, printer, smtp },
		...{ now: clock.now, leaseMs: 30_000, ...hearing }
	});
	onTestFinished(() => mailings.stop());
	return { mailings, clock, printer, data };
}
