/** The bundle `dist/automation.js`: scenarios in the Test Explorer, and the tools of agents in the editor. */
export { registerAutomation } from "./automation";
