// Which labels a host name may have, once they are mapped and decoded. Private to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waybill::unicode {

/// UTS #46, 4.1: no combining mark first, nothing that is not valid as it stands, joiners where they belong
/// (RFC 5892, A.1 and A.2).
auto is_valid_label(std::u32string_view label) -> bool;

/// RFC 5893, 2, for all labels of one name: it asks nothing of a name without letters that are written to the
/// left.
auto follows_bidi_rule(const std::vector<std::u32string>& labels) -> bool;

}  // namespace waybill::unicode
