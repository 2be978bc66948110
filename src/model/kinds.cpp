#include "model/kinds.h"

namespace jonbar {

std::string_view kind_name(DeclarationKind kind) {
    switch (kind) {
        case DeclarationKind::Rule:
            return "rule";
        case DeclarationKind::Event:
            return "event";
        case DeclarationKind::Decision:
            return "decision";
        case DeclarationKind::Vote:
            return "vote";
    }
    return {};
}

std::string_view role_name(StateRole role) {
    switch (role) {
        case StateRole::Variable:
            return "variable";
        case StateRole::Attribute:
            return "attribute";
        case StateRole::Relation:
            return "relation";
        case StateRole::Param:
            return "param";
        case StateRole::Strength:
            return "strength";
        case StateRole::Series:
            return "series";
    }
    return {};
}

}  // namespace jonbar
