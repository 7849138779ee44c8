"""What services, units and areas are there? The service tray."""
