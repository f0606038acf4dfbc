import type { Words } from '../kpis/define.ts';

/** Another formula in use for the same thing. `source`: who publishes it; `unit`: where it is not that of the number itself. */
export type Other = { name: Words; formula: Words; source: Words; unit?: 'seconds' };

/** How a KPI is computed, what is left out of it besides what its row counts, and what others make of the same data. */
export type Lens = {
	formula: Words;
	/** Columns of the row that would say what is left out, and here count what is in the value all the same. */
	counted?: readonly (keyof typeof LEFT_OUT)[];
	/** By the ids of `lens_ID`. */
	left_out?: Record<string, Words>;
	others?: Record<string, Other>;
};

/** What the columns of an answer's row leave out, in words. */
export const LEFT_OUT = {
	immature: { en: 'too young to be judged: the window has not passed', 'zh-CN': '未满观察期，暂不判定' },
	overdue: { en: 'still waiting, past the promise', 'zh-CN': '仍在等待，已超过承诺' },
	no_standard: { en: 'nothing was promised', 'zh-CN': '没有生效的服务标准' },
	unacknowledged: { en: 'nobody has acted upon it', 'zh-CN': '无人处理' },
	unidentified: { en: 'the customer is unknown', 'zh-CN': '客户未知' }
} as const satisfies Record<string, Words>;
