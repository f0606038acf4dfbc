import type { Touchstone } from '$lib/server/touchstone.ts';

declare global {
	namespace App {
		interface Locals {
			/** What the dashboard's server works with. */
			touchstone: Touchstone;
			theme: 'auto' | 'light' | 'dark';
		}
	}
}

export {};
