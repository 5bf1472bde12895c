"""Do exported files hold the graph that they were made from? check_exports.py NODES RELATIONSHIPS GRAPHML GEXF JSON"""
import json
import sys

import networkx as nx

nodes, relationships = int(sys.argv[1]), int(sys.argv[2])
graphs = {
    sys.argv[3]: nx.read_graphml(sys.argv[3], force_multigraph=True),
    sys.argv[4]: nx.read_gexf(sys.argv[4]),
    sys.argv[5]: nx.node_link_graph(json.load(open(sys.argv[5], encoding="utf8")), edges="edges"),
}
for path, graph in graphs.items():
    found = graph.number_of_nodes(), graph.number_of_edges()
    print(f"{path}: {found[0]} nodes, {found[1]} relationships")
    if found != (nodes, relationships):
        sys.exit(f"{path}: expected {nodes} nodes, {relationships} relationships")
