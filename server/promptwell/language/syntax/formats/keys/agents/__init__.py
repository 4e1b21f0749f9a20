"""What each reader of agent files knows of their keys: one dated file of facts for each of them."""
