import type { Database } from 'better-sqlite3';

/** ID of the n-th application, counted from 1. */
export const applicationId = (n: number) => `0199aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const applicationDocument = JSON.stringify({
  v: 1,
  language: 'en',
  email: 'lena@example.org',
  order: { displayName: 'Lena', reason: 'r'.repeat(100) },
  votes: [],
});

/** So many waiting applications, `name<n>` with the address hash `hash<n>`, and their claims. */
export function fillApplications(raw: Database, size: number): void {
  const application = raw.prepare(
    `insert into applications (id, short_id, version, stage, entry, round, created_at, since, localpart, address_hash, email_domain, document)
     values (?, ?, 1, 'waiting', 1, 1, 1, 1, ?, ?, 'example.org', ?)`,
  );
  const claim = raw.prepare('insert into claims (kind, value, application_id) values (?, ?, ?)');
  for (let n = 1; n <= size; n += 1) {
    application.run(applicationId(n), n, `name${n}`, `hash${n}`, applicationDocument);
    claim.run('name', `name${n}`, applicationId(n));
    claim.run('address', `hash${n}`, applicationId(n));
  }
}
