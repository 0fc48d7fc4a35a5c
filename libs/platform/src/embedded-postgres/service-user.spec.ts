import { describe, expect, it } from '@jest/globals';
import { chooseServiceUser, type Accounts, type ServiceUser } from './service-user.js';

const postgres: ServiceUser = { name: 'postgres', uid: 101, gid: 104 };
const nobody: ServiceUser = { name: 'nobody', uid: 65534, gid: 65534 };

/** A machine with these accounts; `creates` is what its useradd manages to add. */
function aMachine(present: ServiceUser[], creates?: ServiceUser): Accounts & { created: string[] } {
  const accounts = [...present];
  const created: string[] = [];
  return {
    created,
    find: (name) => Promise.resolve(accounts.find((account) => account.name === name)),
    create: (name) => {
      created.push(name);
      if (creates !== undefined) accounts.push(creates);
      return Promise.resolve();
    },
  };
}

describe('the account of the server when we are root', () => {
  it('is an existing postgres user, and none is created', async () => {
    const machine = aMachine([postgres, nobody]);
    expect(await chooseServiceUser(undefined, machine)).toEqual(postgres);
    expect(machine.created).toEqual([]);
  });

  it('is created when missing', async () => {
    const machine = aMachine([nobody], postgres);
    expect(await chooseServiceUser(undefined, machine)).toEqual(postgres);
    expect(machine.created).toEqual(['postgres']);
  });

  it('is nobody on a machine that cannot create accounts', async () => {
    expect(await chooseServiceUser(undefined, aMachine([nobody]))).toEqual(nobody);
  });

  it('is whoever owns the existing data', async () => {
    expect(await chooseServiceUser({ uid: 1000, gid: 1001 }, aMachine([postgres]))).toMatchObject({
      uid: 1000,
      gid: 1001,
    });
  });

  it('is never root, even where root owns restored data', async () => {
    expect(await chooseServiceUser({ uid: 0, gid: 0 }, aMachine([postgres]))).toEqual(postgres);
  });

  it('is refused with a sentence where there is no account at all', async () => {
    await expect(chooseServiceUser(undefined, aMachine([]))).rejects.toMatchObject({
      code: 'PLATFORM.NO_SERVICE_USER',
      title: expect.stringContaining('普通用户'),
    });
  });
});
