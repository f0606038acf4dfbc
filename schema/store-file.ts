/** The dashboard's own file in TOUCHSTONE_DATA, an SQLite database: boards and screens. */
export const STORE_FILE = 'dashboard.db';

/** Who is told of broken promises and sent reviews, and what was sent: an SQLite database beside it. */
export const NOTICES_FILE = 'notices.db';
