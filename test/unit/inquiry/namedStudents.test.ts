import assert from "node:assert/strict";
import { ExpectedError } from "../../../src/common/errors";
import { withNamedStudents } from "../../../src/operations/inquiry/filter/namedStudents";
import type { Environment } from "../../../src/targets/environment";

const { signal } = new AbortController();

/** Students by tenant; each id is the position in the list. */
function environmentWith(name: string, students: Record<string, string[]>): Environment {
  const codes = Object.keys(students);
  return {
    name,
    tenantCode: codes[0],
    tenants: {
      tenants: () => Promise.resolve({ total: codes.length, tenants: codes.map((code, id) => ({ id: id + 1, code })) }),
      students: (code: string, search: string, limit: number) =>
        Promise.resolve(
          students[code]!.map((each, index) => ({ id: index + 1, name: each, hasPhone: true, hasParentPhone: true }))
            .filter((each) => each.name.includes(search))
            .slice(0, limit),
        ),
    },
  } as never;
}

const local = environmentWith("local", { hakwonplus: ["김민준", "이서윤", "김민준"], saessak: ["김민준", "김민준영"] });
const refuses = (environment: Environment, name: string, reason: string) =>
  assert.rejects(withNamedStudents(environment, { name }, signal), (error) => ExpectedError.is(error, reason));

describe("an inquiry by a student's name", () => {
  it("is about all who have exactly this name, in all tenants of the local stack", async () => {
    const { filter, students } = await withNamedStudents(local, { name: "김민준", from: 5 }, signal);
    assert.deepEqual(filter, { from: 5, students: ["hakwonplus/1", "hakwonplus/3", "saessak/1"] });
    assert.deepEqual(students?.[0], { tenant: "hakwonplus", id: 1, name: "김민준" });
  });

  it("is about those whose name holds it if nobody has exactly this name, of one tenant if that is given", async () => {
    const { filter } = await withNamedStudents(local, { name: "민준", tenant: "saessak" }, signal);
    assert.deepEqual(filter, { tenant: "saessak", students: ["saessak/1", "saessak/2"] });
  });

  it("shows a real backend's names masked, and looks in its own tenant only", async () => {
    const staging = environmentWith("staging", { hakwonplus: ["김민준"], saessak: ["김민준"] });
    const { students } = await withNamedStudents(staging, { name: "김민준" }, signal);
    assert.deepEqual(students, [{ tenant: "hakwonplus", id: 1, name: "김*준" }]);
  });

  it("of 300 students is refused with their number", () =>
    assert.rejects(
      withNamedStudents(
        environmentWith("local", { hakwonplus: Array<string>(300).fill("김민준") }),
        { name: "김" },
        signal,
      ),
      /^ExpectedError: 300 students are called 김$/,
    ));

  it("that nobody has, or where there are no names, is not an inquiry that finds nothing", async () => {
    await refuses(local, "박지호", "student-unknown");
    await refuses({ name: "staging", tenantCode: "hakwonplus", tenants: {} } as never, "김민준", "names-not-offered");
  });
});
