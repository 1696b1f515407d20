/* Copyright Marmara Belediyeler Birliği
   License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */

import {formatFloat} from "@web/core/utils/numbers";

/** A number as its reader writes it; nothing told is a dash. */
export function formatCell(cell) {
    if (cell === null || cell === false || cell === "") {
        return "–";
    }
    if (typeof cell !== "number") {
        return cell;
    }
    return formatFloat(cell, {digits: [0, Number.isInteger(cell) ? 0 : 2]});
}
