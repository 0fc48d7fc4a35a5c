import { afterEach, describe, expect, it } from '@jest/globals';
import { AccountsService } from './accounts.service.js';
import { FirstAdminService } from './first-admin.service.js';
import { startAccounts, type StartedAccounts } from './testing/start-accounts.js';

let started: StartedAccounts | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

async function start(env: NodeJS.ProcessEnv = {}) {
  started = await startAccounts({ env });
  return { admin: started.module.get(FirstAdminService), accounts: started.module.get(AccountsService) };
}

describe('the first start', () => {
  it('makes up a password for admin, tells it once, and wants it changed', async () => {
    const { admin, accounts } = await start();
    const made = await admin.ensure();
    expect(made).toEqual({
      username: 'admin',
      password: expect.stringMatching(/^([2-9a-hijkmnp-z]{5}-){3}[2-9a-hijkmnp-z]{5}$/),
    });
    await expect(accounts.authenticate('admin', made?.password ?? '')).resolves.toMatchObject({
      role: 'admin',
      mustChangePassword: true,
    });
    expect(await admin.ensure()).toBeNull();
  });

  it('takes ADMIN_PASSWORD when it is given, tells nothing, and forces no change', async () => {
    const { admin, accounts } = await start({ ADMIN_PASSWORD: 'from the operator' });
    expect(await admin.ensure()).toBeNull();
    await expect(accounts.authenticate('admin', 'from the operator')).resolves.toMatchObject({
      role: 'admin',
      mustChangePassword: false,
    });
  });

  it('of several processes at once makes one admin and tells one password', async () => {
    const { admin, accounts } = await start();
    const told = (await Promise.all([admin.ensure(), admin.ensure(), admin.ensure()])).filter(
      (made) => made !== null,
    );
    expect(told).toHaveLength(1);
    await expect(accounts.authenticate('admin', told[0]?.password ?? '')).resolves.toBeDefined();
    expect((await accounts.list(1, 10)).total).toBe(1);
  });

  it('makes a password of its own on every installation', async () => {
    const first = await (await start()).admin.ensure();
    await started?.stop();
    const second = await (await start()).admin.ensure();
    expect(first?.password).not.toBe(second?.password);
  });

  it('leaves an existing administrator alone', async () => {
    const { admin, accounts } = await start({ ADMIN_PASSWORD: 'from the operator' });
    await accounts.create({ username: 'chief', password: 'open sesame', role: 'admin' }, 'system');
    expect(await admin.ensure()).toBeNull();
    expect((await accounts.list(1, 10)).items.map(({ username }) => username)).toEqual(['chief']);
  });
});
