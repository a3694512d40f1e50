import assert from "node:assert/strict";
import { ExpectedError } from "../../../src/common/errors";
import type { Logger } from "../../../src/common/logger";
import type { Environment, TenantTarget } from "../../../src/targets/environment";
import { TenantPages } from "../../../src/window/environments/tenantPages";
import { fake, fakeEnvironment } from "../targets/fakeEnvironment";

const PAGE = 2;

/** A backend with so many tenants, whose codes begin with `name`. */
function backend(name: string, total: number): Environment {
  const all = Array.from({ length: total }, (_, index) => ({
    id: index + 1,
    code: `${name}-${index + 1}`,
    name: "",
    messagingSender: "",
  }));
  const tenants = fake<TenantTarget>("tenants", {
    tenants: (afterId, limit) => Promise.resolve({ total, tenants: all.slice(afterId, afterId + limit) }),
  });
  return fakeEnvironment({ name, tenants });
}

function pagesOf(current: () => Promise<Environment | undefined>) {
  const log = fake<Logger>("log", { warning: (text) => assert.fail(text) });
  const pages = new TenantPages(current, () => PAGE, log);
  const codes = () => pages.loaded.tenants.map(({ code }) => code);
  return { pages, codes };
}

describe("pages of tenants", () => {
  it("that were asked for beside the view's first load are not taken away when it comes late", async () => {
    const environment = backend("a", 10);
    const opened = Promise.withResolvers<void>();
    const { pages, codes } = pagesOf(() => opened.promise.then(() => environment));
    const all = [pages.more(), pages.follow(), pages.more(), pages.follow(), pages.more()];
    opened.resolve();
    await Promise.all(all);
    assert.deepEqual(codes(), ["a-1", "a-2", "a-3", "a-4", "a-5", "a-6"]);
  });

  it("of another environment are never mixed with this one's", async () => {
    let environment: Environment | undefined = backend("a", 10);
    const { pages, codes } = pagesOf(() => Promise.resolve(environment));
    await pages.follow();
    await pages.more();
    assert.deepEqual(codes(), ["a-1", "a-2", "a-3", "a-4"]);
    environment = backend("b", 10);
    await pages.more();
    assert.deepEqual(codes(), ["b-1", "b-2"]);
    await pages.follow();
    assert.deepEqual(codes(), ["b-1", "b-2"]);
    environment = undefined;
    await pages.follow();
    assert.deepEqual(pages.loaded, { total: 0, tenants: [] });
  });

  it("are the environment's own tenant where this access has no list (it said that the store has none)", async () => {
    const own = { id: 0, code: "hakwonplus", name: "hakwonplus", messagingSender: "0212345678" };
    const tenants = fake<TenantTarget>("tenants", {
      tenants: () => Promise.reject(new ExpectedError("not-offered", "The API has no list of tenants", "Use SQL.")),
      tenant: (code) => Promise.resolve({ ...own, code }),
    });
    const environment = fakeEnvironment({ name: "staging", tenantCode: "hakwonplus", tenants });
    const { pages } = pagesOf(() => Promise.resolve(environment));
    await pages.follow();
    await pages.more();
    assert.deepEqual(pages.loaded, { total: 1, tenants: [own] });
  });

  it("are as many after a refresh as before", async () => {
    const environment = backend("a", 5);
    const { pages, codes } = pagesOf(() => Promise.resolve(environment));
    await pages.follow();
    await Promise.all([pages.more(), pages.more(), pages.more()]);
    assert.equal(codes().length, 5);
    await pages.reload();
    assert.equal(codes().length, 5);
  });
});
