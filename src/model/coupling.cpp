// How choices in altered worlds hang together with the actual ones.

#include "model/interventions.h"

namespace jonbar {
namespace {

Coupling coupling_of(ast::CouplingKind kind) {
    switch (kind) {
        case ast::CouplingKind::Ordered:
            return Coupling::Ordered;
        case ast::CouplingKind::Gumbel:
            return Coupling::Gumbel;
        case ast::CouplingKind::Independent:
            return Coupling::Independent;
    }
    return Coupling::Gumbel;
}

}  // namespace

void set_couplings(Context& context) {
    Coupling all = Coupling::Gumbel;  // what stands in a later module, the scenario last, holds
    for (ModuleIndex home = 0; home < context.modules.size(); ++home) {
        const ast::Coupling* stated = nullptr;
        for (const ast::DeclId id : context.tree(home).top) {
            const auto* decl = std::get_if<ast::CouplingDecl>(&context.tree(home)[id].node);
            if (decl == nullptr) continue;
            if (stated != nullptr) {
                context.error(kDeclaredTwice, decl->coupling.span,
                              "the coupling of all decisions is stated twice",
                              "it is at " + context.place(stated->span));
            }
            stated = &decl->coupling;
            all = coupling_of(stated->kind);
        }
    }
    for (std::size_t i = 0; i < context.declarations.size(); ++i) {
        const auto* decision = std::get_if<ast::DecisionDecl>(&context.declarations[i].decl->node);
        if (decision == nullptr) continue;
        context.model.declarations[i].coupling =
            decision->coupling ? coupling_of(decision->coupling->kind) : all;
    }
}

}  // namespace jonbar
