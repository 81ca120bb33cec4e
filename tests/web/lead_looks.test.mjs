// The pages of leads as they look, in every dress: they fit, axe-core finds no fault, and no text stands outside the
// languages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOf, isTooWide } from './axe.mjs';
import { inPagesOf, markWords, openWindow, picture, signIn, turnTo, wordsOutside } from './house.mjs';
import { site } from './site.mjs';

const dresses = { light: {}, dark: { dark: true }, narrow: { width: 360, height: 740 }, french: { locale: 'fr-FR' } };
const here = await site();
const ids = {};

const head = 'Réf;Prénom;Nom;E-mail;Téléphone;Société;Fonction;Adresse;Adresse 2;Ville;Code postal;Statut;Montant;Créé le;ad_id';
const people = [head, ...Array.from({ length: 60 }, (_, i) => (i % 11 === 4 ? `;;Personne;pas une adresse;12;;;;;;;;;;a${i}`
  : `L-${i};HIPPOLYTE;BENOIT;hippolyte${i % 50}@${i % 7 === 2 ? 'gmailcom' : 'mail.example'};0${(465_713_400 + i).toString()};Noël & Jean;Gérant;${i} quai Molière;${i % 5 === 0 ? 'Bât. B' : ''};Dunkerque;7250;${i % 4 === 0 ? 'won' : ''};1 234,50 €;6/3/24;a${i}`))].join('\n');

async function handIn(name, text, options = {}) {
  const form = new FormData();
  form.append('kind', 'leads');
  form.append('project', ids.project);
  form.append('options', JSON.stringify(options));
  form.append('file', new Blob([text]), name);
  const { id } = await here.call('POST', '/api/v1/imports', form);
  await here.house.await(here.call, id, ['ready']);
  return id;
}

async function make() {
  ids.project = await here.project('Ventes Île-de-France');
  ids.empty = await here.project('Nothing yet');
  await here.member(ids.project, 'bob', 'editor');
  ids.first = await handIn('Salon de Lyon.csv', people.split('\n').slice(0, 31).join('\n'), { assignment: { mode: 'round_robin', members: ['bob', 'ada'] } });
  await here.call('POST', `/api/v1/imports/${ids.first}/commit`, {});
  await here.house.await(here.call, ids.first, ['completed']);
  ids.review = await handIn('Salon de Lille.csv', people, { on_duplicate: 'update' });
  ids.lead = (await here.call('GET', `/api/v1/projects/${ids.project}/leads?limit=1`)).items[0].id;
  await here.call('PATCH', `/api/v1/projects/${ids.project}/leads/${ids.lead}`, { status: 'qualified', company: 'Noël & Fils' });
}

let made;
/// Once, before the first test that looks.
const ready = () => (made ??= make());

const pages = () => ({
  ...Object.fromEntries(['file', 'columns', 'rows', 'options', 'commit'].map((step) => [`review_${step}`, `/imports/${ids.review}?step=${step}`])),
  review_invalid: `/imports/${ids.review}?step=rows&state=invalid`, review_none: `/imports/${ids.review}?step=rows&q=xyzzy`,
  leads: `/projects/${ids.project}/leads`, leads_found: `/projects/${ids.project}/leads?status=won`, leads_none: `/projects/${ids.project}/leads?q=xyzzy`,
  leads_empty: `/projects/${ids.empty}/leads`, lead: `/projects/${ids.project}/leads/${ids.lead}`, lead_import: `/imports/${ids.first}`,
  lead_settings: `/projects/${ids.empty}/members`,
});

for (const [dress, options] of Object.entries(dresses)) {
  test(`given the pages of leads, when they are looked at (${dress}), then they fit, and axe finds no fault`, async () => {
    await ready();
    const { context, page, faults } = await openWindow(here.browser, here.house, { ...options, allow: [/401/] });
    // One row looks as the other.
    if (dress !== 'light') await inPagesOf(page, 12, 50);
    await signIn(page, here.ada);
    const found = [];
    const colours = dress !== 'french';
    const look = async (name, whole, within = 'html') => {
      await page.evaluate(() => document.fonts.ready);
      await picture(page, `${name}-${dress}`, { whole });
      if (await isTooWide(page)) found.push(`${name} is too wide`);
      found.push(...(await faultsOf(page, within, { colours })).map((one) => `${name}: ${one}`));
    };
    for (const [name, path] of Object.entries(pages())) {
      // Each is loaded by its address once.
      await (dress === 'light' ? page.goto(path) : turnTo(page, path));
      await page.locator('h1').waitFor();
      await look(name, true);
    }
    await page.goto(pages().lead);
    await page.locator('main .section-head .btn').first().click();
    await page.locator('dialog').waitFor();
    await look('lead_edit', false, 'dialog');
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('given a language whose every text is marked, when the pages of leads are read, then no word stands outside it', async () => {
  await ready();
  const { context, page } = await openWindow(here.browser, here.house, { allow: [/401/] });
  await markWords(page, 'en');
  await signIn(page, here.ada);
  const found = [];
  for (const [name, path] of Object.entries(pages())) {
    await turnTo(page, path);
    found.push(...(await wordsOutside(page)).map((one) => `${name}: ${one}`));
  }
  assert.deepEqual(found, []);
  await context.close();
});
