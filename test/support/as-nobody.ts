/** Who may do little on any machine: `nobody` on most Linux distributions. */
export const NOBODY = 65_534;

/** For tests in which files belong to different users: only root can give them away, and act as somebody else. */
export const needsRoot = (): { readonly skip?: string } =>
  process.geteuid?.() === 0 ? {} : { skip: 'needs root, who alone can give files to other users' };

/** Runs this as `nobody`, in this very process, so that the kernel judges every file that it opens. Needs root. */
export async function asNobody<Result>(run: () => Promise<Result>): Promise<Result> {
  const { setegid, seteuid, getegid, setgroups, getgroups } = process;
  if (!setegid || !seteuid || !getegid || !setgroups || !getgroups) throw new Error('this system has no users');
  const [group, groups] = [getegid(), getgroups()];
  setgroups([]);
  setegid(NOBODY);
  seteuid(NOBODY);
  try {
    return await run();
  } finally {
    seteuid(0);
    setegid(group);
    setgroups(groups);
  }
}
