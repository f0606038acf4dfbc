import { m } from './paraglide/messages.js';

/** The pages of the top bar, in order: first what everybody reads, then what operators look after. */
export const PAGES: { href: string; name: () => string; operators?: true }[] = [
	{ href: '/', name: m.overview },
	{ href: '/wall', name: m.boards_nav },
	{ href: '/weekly', name: m.review_title },
	{ href: '/kpis', name: m.kpis_title },
	{ href: '/standards', name: m.standards_nav },
	{ href: '/restatements', name: m.restatements_nav },
	{ href: '/notifications', name: m.notifications_title, operators: true },
	{ href: '/quarantine', name: m.quarantine, operators: true },
	{ href: '/defects', name: m.defects_title, operators: true }
];

/** Whether an address is within a page: a team's page belongs to the overview. */
export const isWithin = (path: string, href: string) =>
	href === '/' ? path === '/' || path.startsWith('/teams/') : path === href || path.startsWith(`${href}/`);
