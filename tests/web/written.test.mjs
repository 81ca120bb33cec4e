// What stood there, and what somebody writes, is shown, kept and sent as it is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, site } from './site.mjs';

const here = await site();

/// What a change of the page sends, as it is written.
const sent = async (page, act) => (await Promise.all([page.waitForRequest((one) => one.method() === 'PATCH'), act()]))[0].postData();
const save = (page) => page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();

test('given metadata with lines and numbers beyond 53 bits, when it is shown and changed, then nothing of it is another value than before', async () => {
  const project = await here.project('Large numbers', [at('/')]);
  const form = new FormData();
  for (const [key, value] of Object.entries({ kind: 'nodes', project })) form.append(key, value);
  form.append('file', new Blob([`{"urls":[{"url":"${at('/sea')}","title":"Sea","metadata":{"big":12345678901234567890,"note":"l1\\r\\nl2","ref":{"id":1234567890123456789,"n":1,"text":"9007199254740993"}}}]}`]), 'sea.json');
  const { id: of } = await here.call('POST', '/api/v1/imports', form);
  await here.house.await(here.call, of, ['completed']);
  const id = await here.idOf(project, at('/sea'));
  await here.within({}, async (page) => {
    const dialog = page.getByRole('dialog');
    const value = (key) => dialog.locator(`.pair[data-key=${key}]`).getByLabel('Value');
    await page.goto(`/projects/${project}/nodes/${id}`);
    const now = page.getByRole('region', { name: 'As it is now' });
    await now.getByText('12345678901234567890', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByLabel('Title').fill('Sea 2');
    assert.equal(await sent(page, () => save(page)), '{"title":"Sea 2"}');
    await page.getByRole('heading', { level: 1, name: 'Sea 2' }).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    assert.equal(await value('ref').inputValue(), '{"id":1234567890123456789,"n":1,"text":"9007199254740993"}');
    await value('ref').fill('{"id":1234567890123456789,"n":2,"text":"9007199254740993"}');
    assert.equal(await sent(page, () => save(page)), '{"metadata":{"ref":{"id":1234567890123456789,"n":2,"text":"9007199254740993"}}}');
    await now.getByText('"n":2').first().waitFor();
    assert.match(await now.innerText(), /\{"id":1234567890123456789,"n":2,"text":"9007199254740993"\}/);
  });
});

test('given a title of two lines and a key that scripts know, when the metadata is changed, then that is sent and nothing else', async () => {
  const project = await here.project('Odd keys', [at('/')]);
  const form = new FormData();
  for (const [key, value] of Object.entries({ kind: 'nodes', project })) form.append(key, value);
  form.append('file', new Blob([`{"urls":[{"url":"${at('/two')}","title":"First line\\nSecond line","metadata":{"__proto__":"a","n":1}}]}`]), 'two.json');
  const { id: of } = await here.call('POST', '/api/v1/imports', form);
  await here.house.await(here.call, of, ['completed']);
  const id = await here.idOf(project, at('/two'));
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/nodes/${id}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.locator('.pair[data-key=__proto__]').getByLabel('Value').fill('b');
    assert.equal(await sent(page, () => save(page)), '{"metadata":{"__proto__":"b"}}');
  });
});

test('given a bookmark whose file brought a number beyond 53 bits, when its page is opened, then it says the number', async () => {
  await here.house.import(here.ada, '{"@context":"https://www.w3.org/ns/activitystreams","type":"Collection","items":[{"type":"Link","url":"https://big.example/","name":"Big","tweet_id":1234567890123456789,"rank":0.1}]}');
  const [{ identity }] = (await here.call('GET', '/api/v1/bookmarks')).items;
  await here.within({}, async (page) => {
    await page.goto(`/bookmarks/${identity}`);
    await page.getByText('"tweet_id":1234567890123456789').first().waitFor();
    await page.getByText('"rank":0.1').first().waitFor();
  });
});
